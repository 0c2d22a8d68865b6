// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/paths/number_set.h"

#include <gtest/gtest.h>

namespace denwaban::audit {
namespace {

Edit edit(std::string before, int from, int length = -1, std::string after = {}) {
  return Edit{{std::move(before)}, {Slice{from, length}}, std::move(after)};
}

TEST(NumberSet, TakesWhatThePatternTakes) {
  NumberSets sets;
  NumberSet out = sets.of_extension("_00X.");
  EXPECT_TRUE(sets.contains(out, "0044"));
  EXPECT_TRUE(sets.contains(out, "00-44"));
  EXPECT_FALSE(sets.contains(out, "004"));
  EXPECT_FALSE(sets.contains(out, "00a4"));
  EXPECT_TRUE(sets.contains(out, "004&x"));
  EXPECT_TRUE(sets.contains(sets.of_extension("_9!"), "9"));
  EXPECT_FALSE(sets.contains(sets.of_extension("_9."), "9"));
  EXPECT_TRUE(sets.contains(sets.of_extension("100"), "100"));
  EXPECT_TRUE(sets.contains(sets.of_extension("_[13-5]x"), "49"));
  EXPECT_FALSE(sets.contains(sets.of_extension("_[13-5]x"), "29"));
  EXPECT_TRUE(sets.empty(sets.of_extension("_[12")));
}

TEST(NumberSet, EqualSetsAreOne) {
  NumberSets sets;
  EXPECT_EQ(sets.of_extension("_X"), sets.of_extension("_[0-9]"));
  NumberSet a = sets.of_extension("_9X."), b = sets.of_extension("_8X.");
  EXPECT_EQ(sets.subtract(sets.unite(a, b), b), a);
  EXPECT_EQ(sets.intersect(sets.of_extension("_X."), a), a);
  EXPECT_TRUE(sets.empty(sets.intersect(a, b)));
  EXPECT_TRUE(sets.is_subset(a, sets.dialled()));
}

TEST(NumberSet, FindsTheSmallestNumber) {
  NumberSets sets;
  EXPECT_EQ(sets.smallest(sets.of_extension("_00X.")), "0000");
  EXPECT_EQ(sets.smallest(sets.subtract(sets.of_extension("_0X"), sets.of_extension("00"))), "01");
  EXPECT_EQ(sets.smallest(sets.none()), std::nullopt);
  EXPECT_TRUE(sets.finite_single(sets.of_text("911")));
  EXPECT_FALSE(sets.finite_single(sets.of_extension("_91X")));
}

TEST(NumberSet, SlicesFromTheEndAreTurnedBack) {
  NumberSets sets;
  auto edit_of = [](const Slice& slice) { return Edit{{"0"}, {slice}, ""}; };
  const NumberSet wanted = sets.of_extension("_0[12]");
  for (Slice one : {Slice{-1, -1}, Slice{-3, 1}, Slice{-2, -1, 1}, Slice{0, -1, 2}, Slice{1, -1, 1}, Slice{-4, 3, 0},
                    Slice{-4, -1, 0, 1}, Slice{-3, 1, 0, 1}, Slice{-2, -1, 0, 3}, Slice{-4, -1, 1, 2}, Slice{0, 1, 1},
                    Slice{1, 2, 1}}) {
    NumberSet before = sets.before_edit(edit_of(one), wanted);
    for (std::string number : {"1", "2", "12", "21", "123", "312", "3121", "11", "33", "1111", "31233"})
      EXPECT_EQ(sets.contains(before, number), sets.contains(wanted, "0" + one.of(number)))
          << number << ' ' << one.from << ' ' << one.length << ' ' << one.drop;
  }
}

TEST(NumberSet, KnowsALengthThatAllHave) {
  NumberSets sets;
  EXPECT_EQ(sets.length(sets.of_extension("_9[12]XX")), 4);
  EXPECT_EQ(sets.length(sets.of_extension("_9X.")), std::nullopt);
  EXPECT_EQ(sets.length(sets.unite(sets.of_text("12"), sets.of_text("1"))), std::nullopt);
}

TEST(NumberSet, TellsWhatWasDialledBeforeAnEdit) {
  NumberSets sets;
  EXPECT_EQ(sets.before_edit(edit("", 1), sets.of_extension("_00X.")), sets.of_extension("_[!-~]00X."));
  NumberSet nine =
      sets.intersect(sets.of_extension("_9."), sets.before_edit(edit("", 1), sets.of_extension("_00X.")));
  EXPECT_EQ(nine, sets.of_extension("_900X."));
  EXPECT_EQ(sets.before_edit(edit("90", 0), sets.of_extension("_9X12")), sets.of_text("12"));
  EXPECT_TRUE(sets.empty(sets.before_edit(edit("8", 0), sets.of_extension("_9."))));
  NumberSet first = sets.before_edit(edit("", 0, 1), sets.of_text("9"));
  EXPECT_TRUE(sets.contains(first, "9123"));
  EXPECT_TRUE(sets.contains(first, "9"));
  EXPECT_FALSE(sets.contains(first, "8"));
  Edit two{{"", "*"}, {Slice{0, 3}, Slice{3, -1}}, ""};
  NumberSet joined = sets.before_edit(two, sets.of_extension("_123*45"));
  EXPECT_EQ(joined, sets.of_text("12345"));
}

TEST(NumberSet, PrintsPatterns) {
  NumberSets sets;
  EXPECT_EQ(sets.print(sets.of_extension("_00X.")), "00X.");
  EXPECT_EQ(sets.print(sets.unite(sets.of_text("911"), sets.of_text("112"))), "112 911");
  EXPECT_EQ(sets.print(sets.unite(sets.of_extension("_00X."), sets.of_extension("_9N1"))), "00X. 9N1");
}

TEST(NumberSet, AnswersWithMoreWhenASetGrowsTooLarge) {
  NumberSets sets;
  std::vector<std::string> many;
  std::vector<std::string_view> views;
  for (int i = 0; i < 9000; ++i) many.push_back(std::to_string(1'000'000'007LL * (i + 1) % 9'999'999'967LL));
  views.assign(many.begin(), many.end());
  EXPECT_EQ(sets.of_texts(views), sets.everything());
  EXPECT_TRUE(sets.cut());
}

}  // namespace
}  // namespace denwaban::audit
