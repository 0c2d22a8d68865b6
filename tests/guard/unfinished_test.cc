// SPDX-License-Identifier: GPL-3.0-or-later
// A restart between the decision to end a call and its end.
#include "guard/unfinished.h"

#include <gtest/gtest.h>

namespace denwaban::guard {
namespace {

constexpr Seconds kMinute{60};

class UnfinishedTest : public testing::Test {
 protected:
  static Decision decision(const std::string& id, Time time) {
    Decision decision;
    decision.id = id;
    decision.time = time;
    decision.action = Action::hang_up;
    decision.about = std::make_shared<const CallTarget>(CallTarget{"call " + id, "PJSIP/100-0000000" + id, "", "", ""});
    return decision;
  }
  Unfinished::Step take(Unfinished::Manager manager, Time now) {
    return unfinished_.take(manager, [this](std::string_view id) {
      return policy::CallNow{id == open_.id ? &open_ : nullptr, emergency_};
    }, now);
  }
  // As a snapshot keeps them.
  void restart() {
    Unfinished later;
    later.load(unfinished_.save({}));
    unfinished_ = later;
  }

  Unfinished unfinished_;
  Call open_;
  bool emergency_ = false;
  Time decided_ = from_epoch_ms(1'764'000'000'000);
};

TEST_F(UnfinishedTest, ACallThatGoesOnIsEndedOnceTheManagerIsHeard) {
  unfinished_.add(decision("1", decided_));
  open_.id = "call 1";
  restart();
  Time later = decided_ + kMinute;
  auto step = take({}, later);
  EXPECT_TRUE(step.end.empty() && step.over.empty() && step.late.empty());
  step = take({true, {}}, later);
  ASSERT_EQ(step.end.size(), 1u);
  EXPECT_EQ(step.end[0].id, "1");
  EXPECT_EQ(step.end[0].about->channel, "PJSIP/100-00000001");
  EXPECT_TRUE(unfinished_.empty());
}

TEST_F(UnfinishedTest, WhatWasUnderWayIsKept) {
  Unfinished later;
  later.load(unfinished_.save({decision("1", decided_), decision("1", decided_), decision("2", decided_)}));
  unfinished_ = later;
  EXPECT_EQ(take({true, decided_ - kMinute}, decided_ + kMinute).end.size(), 2u) << "both halves of one call are one decision";
}

TEST_F(UnfinishedTest, AnEmergencyCallIsLeftAlone) {
  unfinished_.add(decision("1", decided_));
  open_.id = "call 1";
  emergency_ = true;
  auto step = take({true, decided_ - kMinute}, decided_ + kMinute);
  EXPECT_TRUE(step.end.empty());
  EXPECT_EQ(step.over.size(), 1u);
}

// The call began after the snapshot; Asterisk counts its channels from one when it starts.
TEST_F(UnfinishedTest, AnUnknownCallIsEndedByItsChannelInTheSameRunOfAsteriskOnly) {
  auto ends = [&](Time up_since, Time now) {
    unfinished_.add(decision("1", decided_));
    return take({true, up_since}, now).end.size() == 1;
  };
  EXPECT_TRUE(ends(decided_ - kMinute, decided_ + kMinute));
  EXPECT_FALSE(ends(decided_ + Seconds(1), decided_ + kMinute)) << "another call may have its name";
  EXPECT_FALSE(ends(Time{}, decided_ + kMinute)) << "nobody said since when it runs";
  EXPECT_FALSE(ends(decided_ - kMinute, decided_ + Unfinished::kPatience));
}

TEST_F(UnfinishedTest, WhereNoManagerIsHeardItIsGivenUpInTime) {
  unfinished_.add(decision("1", decided_));
  EXPECT_TRUE(take({}, decided_ + Unfinished::kPatience - Seconds(1)).late.empty());
  EXPECT_EQ(take({}, decided_ + Unfinished::kPatience).late.size(), 1u);
}

TEST_F(UnfinishedTest, OnlyCallsToBeEndedAreKeptAndNotTooMany) {
  Decision lock = decision("1", decided_), dry = decision("2", decided_);
  lock.action = Action::lock_account;
  dry.dry_run = true;
  unfinished_.add(lock), unfinished_.add(dry);
  EXPECT_TRUE(unfinished_.empty());
  for (size_t i = 0; i < Unfinished::kMost + 5; ++i) unfinished_.add(decision(std::to_string(i), decided_));
  restart();
  auto step = take({}, decided_ + Unfinished::kPatience);
  ASSERT_EQ(step.late.size(), Unfinished::kMost);
  EXPECT_EQ(step.late[0].id, "5");
}

TEST_F(UnfinishedTest, DamagedBytesAreLeftOut) {
  unfinished_.add(decision("1", decided_)), unfinished_.add(decision("2", decided_));
  std::string bytes = unfinished_.save({});
  for (size_t length = 0; length < bytes.size(); ++length) {
    Unfinished later;
    later.load(std::string_view(bytes).substr(0, length));
    unfinished_ = later;
    EXPECT_LE(take({}, decided_ + Unfinished::kPatience).late.size(), 1u);
  }
}

}  // namespace
}  // namespace denwaban::guard
