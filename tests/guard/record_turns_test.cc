// SPDX-License-Identifier: GPL-3.0-or-later
// Between the records that a guard learned from and the manager who tells of calls nothing is lost.
#include "guard/record_turns.h"

#include <gtest/gtest.h>

#include <string>

namespace denwaban::guard {
namespace {

using Turn = RecordTurns::Turn;

class RecordTurnsTest : public testing::Test {
 protected:
  static Time at(int second) { return from_epoch_ms(1'700'000'000'000) + Seconds(second); }
  void manager(bool hears, int since) {
    facts_.hears = hears;
    (hears ? facts_.heard_since : facts_.deaf_since) = at(since);
  }
  // What a guard does with it second by second: b(egin), s(tep), e(nd), and e after the last step.
  std::string seconds(int from, int to) {
    std::string done;
    for (int second = from; second < to; ++second) {
      const Turn turn = turns_.next(facts_, at(second));
      if (turn == Turn::begin) facts_.begun = true;
      if (turn == Turn::end) facts_.begun = false;
      done += turn == Turn::begin ? "b" : turn == Turn::step ? "s" : turn == Turn::end ? "e" : ".";
      if (turn != Turn::step || !turns_.was_last()) continue;
      facts_.begun = false;
      done += "e";
    }
    return done;
  }
  RecordTurns::Facts facts_{.deaf_since = at(0), .poll = Seconds(4)};
  RecordTurns turns_;
};

TEST_F(RecordTurnsTest, ReadsTheFirstMomentsOnceAfterTheManagerHasCome) {
  EXPECT_EQ(seconds(1, 3), "..");
  manager(true, 3);
  EXPECT_EQ(seconds(3, 20), "b....se...........")
      << "rows of what ended just before are written by then; once is enough";
}

TEST_F(RecordTurnsTest, ReadsEachPollWhileNobodyTells) { EXPECT_EQ(seconds(1, 20), ".........bs...s...s"); }

TEST_F(RecordTurnsTest, ReadsALastTimeWhenTheManagerIsBack) {
  EXPECT_EQ(seconds(1, 13), ".........bs.");
  manager(true, 13);
  EXPECT_EQ(seconds(13, 30), ".....se...........");
  manager(false, 30);
  EXPECT_EQ(seconds(30, 42), "..........bs");
}

TEST_F(RecordTurnsTest, DoesNotEndOnAStepThatBeganBeforeTheManagerCame) {
  seconds(1, 11);
  EXPECT_EQ(turns_.next(facts_, at(11)), Turn::step);
  manager(true, 12);
  EXPECT_FALSE(turns_.was_last());
  EXPECT_EQ(seconds(12, 20), ".....se..");
}

TEST_F(RecordTurnsTest, ReadsNothingWhereItIsNotWanted) {
  facts_.poll = Seconds(0);
  EXPECT_EQ(seconds(1, 30), std::string(29, '.'));
  facts_.begun = true;
  EXPECT_EQ(seconds(30, 32), "e.");
}

TEST_F(RecordTurnsTest, ReadsNothingThatWasLearnedInAnotherWay) {
  turns_.nothing_missed();
  manager(true, 3);
  EXPECT_EQ(seconds(3, 20), std::string(17, '.'));
}

}  // namespace
}  // namespace denwaban::guard
