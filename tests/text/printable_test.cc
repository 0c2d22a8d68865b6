// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/printable.h"

#include <gtest/gtest.h>

#include <random>

namespace denwaban::text {
namespace {

TEST(Printable, LeavesHonestTextAsItIs) {
  for (std::string_view text : {"100", "sip:alice@example.org", "Müller", "電話番", "a\\b"})
    EXPECT_EQ(printable(text), text);
}

TEST(Printable, EscapesWhatATerminalWouldObey) {
  EXPECT_EQ(printable("\x1b[2J"), "\\x1b[2J");
  EXPECT_EQ(printable(std::string_view("a\0b\nc\td\x7f", 8)), "a\\x00b\\x0ac\\x09d\\x7f");
  EXPECT_EQ(printable("\xc2\x9b"
                      "31m"),
            "\\u{009b}31m");
}

TEST(Printable, EscapesWhatTurnsOrHidesText) {
  EXPECT_EQ(printable("1\u202e2"), "1\\u{202e}2");
  EXPECT_EQ(printable("a\u2066b\u200bc\ufeff"), "a\\u{2066}b\\u{200b}c\\u{feff}");
  EXPECT_EQ(printable("\U000e0041"), "\\u{e0041}");
}

TEST(Printable, EscapesBytesThatAreNotUtf8) {
  EXPECT_EQ(printable("\xff"), "\\xff");
  EXPECT_EQ(printable("\xc0\xaf"), "\\xc0\\xaf");           // overlong "/"
  EXPECT_EQ(printable("\xed\xa0\x80"), "\\xed\\xa0\\x80");  // a surrogate
  EXPECT_EQ(printable("\xe9\x9b"), "\\xe9\\x9b");           // cut off
  EXPECT_EQ(printable("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80");
}

TEST(Printable, AllowsAccentsButNoHeapsOfThem) {
  EXPECT_EQ(printable("e\u0301"), "e\u0301");
  EXPECT_EQ(printable("e\u0301\u0301\u0301"), "e\u0301\u0301\\u{0301}");
}

TEST(Printable, CutsWithAnEllipsisAndNeverInsideACharacter) {
  EXPECT_EQ(printable("abcdef", 6), "abcdef");
  EXPECT_EQ(printable("abcdef", 5), "abcd…");
  EXPECT_EQ(printable("電話番", 5), "電話…");
  EXPECT_EQ(printable("電話番", 4), "電…");
  EXPECT_EQ(printable("ab\x1b", 5), "ab…");
  EXPECT_EQ(printable("ab", 1), "…");
  EXPECT_EQ(printable("ab", 0), "");
}

TEST(Printable, KeepsItsPromiseForAnyBytes) {
  std::mt19937 random(7);
  for (int round = 0; round < 2000; ++round) {
    std::string bytes(random() % 60, '\0');
    for (char& c : bytes) c = static_cast<char>(random() % 3 ? random() : 0xe2 + random() % 3);
    size_t limit = random() % 50;
    std::string out = printable(bytes, limit);
    EXPECT_LE(display_width(out), limit);
    EXPECT_EQ(printable(out, 1000), out);
  }
}

TEST(DisplayWidth, CountsWideCharactersTwiceAndMarksNot) {
  EXPECT_EQ(display_width("abc"), 3u);
  EXPECT_EQ(display_width("電話"), 4u);
  EXPECT_EQ(display_width("e\u0301"), 1u);
  EXPECT_EQ(display_width("Ａ한"), 4u);
}

TEST(Pad, FillsToTheWidthThatIsSeen) {
  EXPECT_EQ(pad("電話", 6), "電話  ");
  EXPECT_EQ(pad("7", 3, Align::right), "  7");
  EXPECT_EQ(pad("long", 2), "long");
}

}  // namespace
}  // namespace denwaban::text
