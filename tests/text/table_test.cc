// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/table.h"

#include <gtest/gtest.h>

namespace denwaban::text {
namespace {

const Style kColors = Style::choose(ColorMode::always, false, nullptr);

Table bans() {
  Table table({{"Target"}, {"Packets", Align::right}, {"Why"}});
  table.add({"203.0.113.7", "12", "guesses passwords"});
  table.add({"電話", "1,234", {"x", Role::danger}});
  return table;
}

TEST(Table, AlignsByWhatIsSeen) {
  EXPECT_EQ(bans().render({}),
            "Target       Packets  Why\n"
            "203.0.113.7       12  guesses passwords\n"
            "電話           1,234  x\n");
}

TEST(Table, CutsTheLastColumnToTheTerminal) {
  EXPECT_EQ(bans().render({}, 34),
            "Target       Packets  Why\n"
            "203.0.113.7       12  guesses pas…\n"
            "電話           1,234  x\n");
}

TEST(Table, ColorsOnlyWhenAsked) {
  EXPECT_EQ(bans().render({}).find('\x1b'), std::string::npos);
  EXPECT_NE(bans().render(kColors).find("\x1b[1;31mx\x1b[0m"), std::string::npos);
}

TEST(Table, MakesCellsHarmlessAndFillsMissingOnes) {
  Table table({{"A"}, {"B"}});
  table.add({"\x1b[2J"});
  EXPECT_EQ(table.render({}), "A        B\n\\x1b[2J\n");
}

TEST(Style, RespectsNoColorUnlessToldOtherwise) {
  EXPECT_TRUE(Style::choose(ColorMode::automatic, true, nullptr).colored());
  EXPECT_TRUE(Style::choose(ColorMode::automatic, true, "").colored());
  EXPECT_FALSE(Style::choose(ColorMode::automatic, true, "1").colored());
  EXPECT_FALSE(Style::choose(ColorMode::automatic, false, nullptr).colored());
  EXPECT_TRUE(Style::choose(ColorMode::always, false, "1").colored());
  EXPECT_FALSE(Style::choose(ColorMode::never, true, nullptr).colored());
  EXPECT_EQ(parse_color_mode("auto"), ColorMode::automatic);
  EXPECT_EQ(parse_color_mode("sometimes"), std::nullopt);
}

}  // namespace
}  // namespace denwaban::text
