// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/message.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "text/catalogues.h"
#include "text/span.h"

namespace denwaban::text {
namespace {

TEST(Say, ChoosesTheFormByNumber) {
  EXPECT_EQ(say("bans.summary", {{"bans", uint64_t{1}}}), "1 ban");
  EXPECT_EQ(say("bans.summary", {{"bans", uint64_t{0}}}), "0 bans");
  EXPECT_EQ(say("bans.summary", {{"bans", uint64_t{1234567}}}), "1,234,567 bans");
}

TEST(Say, ChoosesTheFormByACountThatIsText) {
  EXPECT_EQ(say("bans.summary", {{"bans", "1"}}), "1 ban");
  EXPECT_EQ(say("bans.summary", {{"bans", "1234"}}), "1,234 bans");
  EXPECT_EQ(say("bans.summary", {{"bans", "many"}}), "many");
}

TEST(Say, LeavesOutWhatIsNotThere) {
  EXPECT_EQ(say("decision.because.by_hand", {{"by", "root"}, {"note", ""}}), "by root");
  EXPECT_EQ(say("decision.because.by_hand", {{"by", "root"}, {"note", "no [more] {by}"}}),
            "by root: no [more] {by}");
  EXPECT_EQ(say("decision.because.by_hand", {{"by", "root"}}), "by root");
}

TEST(Say, MakesArgumentsHarmless) {
  EXPECT_EQ(say("bans.lifted", {{"target", "\x1b[31m"}}), "\\x1b[31m is no longer banned");
}

TEST(Say, ShowsAnIdThatNobodyWrote) { EXPECT_EQ(say("no.such.id"), "<no.such.id>"); }

TEST(Catalogue, HasEachIdOnceAndEveryPatternIsWellFormed) {
  std::set<std::string_view> ids;
  for (auto topic : catalogue(Language::en)) {
    for (const Row& row : topic) {
      EXPECT_TRUE(ids.insert(row.id).second) << row.id;
      int depth = 0, square = 0;
      for (char c : row.pattern) {
        depth += (c == '{') - (c == '}');
        square += (c == '[') - (c == ']');
        EXPECT_TRUE(depth >= 0 && depth <= 1 && square >= 0 && square <= 1) << row.id;
      }
      EXPECT_EQ(depth, 0) << row.id;
      EXPECT_EQ(row.pattern.find("[{"), std::string_view::npos) << row.id << ": brackets ask, they do not print";
      EXPECT_EQ(square, 0) << row.id;
    }
  }
  EXPECT_GT(ids.size(), 100u);
}

TEST(Language, IsEnglishOnlySoFar) {
  EXPECT_EQ(*choose_language("en"), Language::en);
  EXPECT_EQ(choose_language("ja").error().message,
            "--lang ja: only English is there yet: leave the option out");
  EXPECT_EQ(choose_language("es").error().kind, ErrorKind::usage);
  EXPECT_EQ(choose_language("xx").error().message, "--lang xx: no such language: use en");
}

TEST(SpanText, SaysOneUnit) {
  EXPECT_EQ(span_text(Seconds(0)), "0 seconds");
  EXPECT_EQ(span_text(Seconds(1)), "1 second");
  EXPECT_EQ(span_text(Seconds(60)), "1 minute");
  EXPECT_EQ(span_text(Seconds(90)), "90 seconds");
  EXPECT_EQ(span_text(Seconds(170)), "3 minutes");
  EXPECT_EQ(span_text(Seconds(5400)), "90 minutes");
  EXPECT_EQ(span_text(Seconds(4 * 3600)), "4 hours");
  EXPECT_EQ(span_text(Seconds(86400)), "1 day");
  EXPECT_EQ(span_text(Seconds(7 * 86400)), "1 week");
  EXPECT_EQ(span_text(Seconds(10 * 86400)), "10 days");
}

TEST(RelativeText, LooksBothWays) {
  Time now = from_epoch_ms(1'000'000'000);
  EXPECT_EQ(relative_text(now - Seconds(180), now), "3 minutes ago");
  EXPECT_EQ(relative_text(now + Seconds(7200), now), "in 2 hours");
  EXPECT_EQ(relative_text(now, now), "now");
}

}  // namespace
}  // namespace denwaban::text
