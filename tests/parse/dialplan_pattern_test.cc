// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "parse/dialplan/pattern.h"
#include "parse/dialplan/timing.h"

namespace denwaban::parse {
namespace {

bool matches(std::string_view pattern, std::string_view number, MatchMode mode = MatchMode::whole) {
  return match_extension(pattern, number, mode) != MatchResult::none;
}

TEST(DialplanPattern, ClassesTakeTheirDigitsInBothCases) {
  EXPECT_TRUE(matches("_XZN", "012") && matches("_xzn", "999"));
  EXPECT_FALSE(matches("_Z", "0") || matches("_N", "1") || matches("_X", "a") || matches("_X", ""));
  EXPECT_TRUE(matches("_example", "e0amp5le") == false && matches("_e0ample", "e0ample"));
}

TEST(DialplanPattern, SetsTakeRangesAndSingleCharacters) {
  EXPECT_TRUE(matches("_[1-3a]", "2") && matches("_[1-3a]", "a"));
  EXPECT_FALSE(matches("_[1-3a]", "4") || matches("_[9-0]", "5"));
  EXPECT_TRUE(matches("_[12-]", "-1") && matches("_1[]2", "12"));
  EXPECT_FALSE(matches("_[12", "1"));
  EXPECT_TRUE(has_unclosed_set("_1[2") && !has_unclosed_set("_[2]") && !has_unclosed_set("1[2"));
}

TEST(DialplanPattern, DotWantsOneMoreAndBangNone) {
  EXPECT_TRUE(matches("_9.", "91") && matches("_9.", "9*a#") && matches("_9!", "9"));
  EXPECT_FALSE(matches("_9.", "9") || matches("_9.", "81"));
  EXPECT_EQ(match_extension("_9!", "95"), MatchResult::early);
}

TEST(DialplanPattern, DashesMeanNothing) {
  EXPECT_TRUE(matches("12-34", "1-234") && matches("_NXX-XXXX", "2345678") && matches("_X.", "5-5"));
  EXPECT_EQ(without_fluff("_1-2[3-5] 6"), "_12[3-5]6");
  EXPECT_EQ(without_blanks("1 2-3"), "12-3");
}

TEST(DialplanPattern, LiteralsCompareWithCase) {
  EXPECT_TRUE(matches("s", "s"));
  EXPECT_FALSE(matches("s", "S") || matches("12", "123"));
}

TEST(DialplanPattern, OverlapDiallingKnowsWhatMayStillCome) {
  EXPECT_TRUE(matches("1234", "12", MatchMode::partial) && matches("1234", "12", MatchMode::more));
  EXPECT_FALSE(matches("1234", "1234", MatchMode::more) || matches("1234", "13", MatchMode::partial));
  EXPECT_TRUE(matches("_XXX", "1", MatchMode::more));
  EXPECT_FALSE(matches("_XXX", "123", MatchMode::more));
}

TEST(DialplanPattern, AreTriedFromTheNarrowestLeftmostPosition) {
  std::vector<std::string> order{"_!",   "_X",  "_X!",  "_X.", "_Z.", "_[12]XX",
                                 "_9XX", "_1.", "9000", "_.",  "_N"};
  std::sort(order.begin(), order.end(),
            [](const auto& a, const auto& b) { return compare_extensions(a, b) < 0; });
  EXPECT_EQ(order, (std::vector<std::string>{"9000", "_1.", "_9XX", "_[12]XX", "_N", "_Z.", "_X.", "_X!",
                                             "_X", "_.", "_!"}));
}

TEST(DialplanPattern, AreOneWhereTheirSetsAre) {
  EXPECT_EQ(compare_extensions("_[0-9].", "_X."), 0);
  EXPECT_EQ(compare_extensions("_[2]5", "_25"), 0);
  EXPECT_EQ(compare_extensions("1-2", "12"), 0);
  EXPECT_LT(compare_extensions("_[1-3]", "_[2-4]"), 0);
  EXPECT_LT(compare_extensions("_[19]", "_[29]"), 0);
}

TEST(DialplanPattern, CallersWithoutANumberAreTheirOwnKind) {
  EXPECT_TRUE(match_caller("", "") && match_caller("_1X", "12"));
  EXPECT_FALSE(match_caller("", "12") || match_caller("_1X", ""));
  EXPECT_EQ(shrink_phone_number("(12) 3-4.5."), "12345.");
}

TEST(DialplanTiming, RangesWrapAndListsAdd) {
  Timing night = parse_timing("22:00-6:00,fri-mon,*,*");
  EXPECT_TRUE(night.contains({1, 1, 0, 23, 15}) && night.contains({1, 1, 5, 6, 0}));
  EXPECT_FALSE(night.contains({1, 1, 2, 23, 15}) || night.contains({1, 1, 0, 12, 0}));
  Timing days = parse_timing("*|*|1-5&9|dec-jan|Europe/Berlin");
  EXPECT_TRUE(days.contains({12, 9, 3, 0, 0}) && days.valid);
  EXPECT_FALSE(days.contains({12, 6, 3, 0, 0}) || days.contains({2, 1, 3, 0, 0}));
  EXPECT_EQ(days.timezone, "Europe/Berlin");
  EXPECT_TRUE(parse_timing("*,*,*,*").is_always());
}

TEST(DialplanTiming, WhatMeansNothingIsSkippedAndTold) {
  Timing timing = parse_timing("noon,*,*,*");
  EXPECT_TRUE(timing.is_never());
  EXPECT_FALSE(timing.valid);
}

}  // namespace
}  // namespace denwaban::parse
