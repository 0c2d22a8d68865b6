// SPDX-License-Identifier: GPL-3.0-or-later
#include "fraud/locks.h"

#include <gtest/gtest.h>

#include <fmt/format.h>

namespace denwaban::fraud {
namespace {

constexpr Time kNow = from_epoch_ms(1'700'000'000'000);

Decision decided(Action action, std::string account) {
  Decision decision;
  decision.time = kNow;
  decision.action = action;
  decision.subject.account = std::move(account);
  decision.because = {"f00d"};
  return decision;
}

Decision closing(Action action, std::string trunk, std::string place) {
  Decision decision = decided(action, "");
  decision.subject.account.reset();
  decision.about = std::make_shared<const CallTarget>(CallTarget{"", "", std::move(trunk), std::move(place), ""});
  return decision;
}

TEST(Locks, AnAccountIsLockedUntilItsTimeIsOver) {
  Locks locks;
  Decision lock = decided(Action::lock_account, "100");
  lock.span = Seconds(60);
  locks.apply(lock);
  ASSERT_NE(locks.locked("100", kNow), nullptr);
  EXPECT_EQ(locks.locked("100", kNow)->because, "f00d");
  EXPECT_EQ(locks.locked("101", kNow), nullptr);
  EXPECT_EQ(locks.locked("100", kNow + Seconds(60)), nullptr);
}

TEST(Locks, APersonTakesALockAway) {
  Locks locks;
  locks.apply(decided(Action::lock_account, "100"));
  locks.apply(decided(Action::unlock_account, "100"));
  EXPECT_EQ(locks.locked("100", kNow), nullptr);
}

TEST(Locks, ADryRunLocksNobody) {
  Locks locks;
  Decision lock = decided(Action::lock_account, "100");
  lock.dry_run = true;
  locks.apply(lock);
  EXPECT_EQ(locks.locked("100", kNow), nullptr);
}

TEST(Locks, AShorterLockDoesNotEndALongerOne) {
  Locks locks;
  locks.apply(decided(Action::lock_account, "100"));
  Decision shorter = decided(Action::lock_account, "100");
  shorter.span = Seconds(60);
  locks.apply(shorter);
  EXPECT_NE(locks.locked("100", kNow + Seconds(3600)), nullptr);
}

TEST(Locks, ATrunkIsClosedForOneClassOfDestinations) {
  Locks locks;
  locks.apply(closing(Action::close_trunk, "carrier", "SO"));
  EXPECT_NE(locks.closed("carrier", "SO", kNow), nullptr);
  EXPECT_EQ(locks.closed("carrier", "DE", kNow), nullptr);
  EXPECT_EQ(locks.closed("other", "SO", kNow), nullptr);
  locks.apply(closing(Action::close_trunk, "carrier", ""));
  EXPECT_NE(locks.closed("carrier", "DE", kNow), nullptr);
  locks.apply(closing(Action::open_trunk, "carrier", ""));
  EXPECT_EQ(locks.closed("carrier", "DE", kNow), nullptr);
  EXPECT_NE(locks.closed("carrier", "SO", kNow), nullptr);
}

TEST(Locks, NamesWithoutEndDoNotFillTheMemory) {
  Locks locks;
  locks.lock("100", {std::nullopt, kNow, "a"});
  for (size_t i = 0; i < Locks::kLocksMax + 10; ++i)
    locks.lock(fmt::format("made up {}", i), {kNow + Seconds(60), kNow, "b"});
  EXPECT_EQ(locks.accounts().size(), Locks::kLocksMax);
  EXPECT_NE(locks.locked("100", kNow), nullptr) << "what ends first goes first";
}

TEST(Locks, TheyComeBackAsTheyWereSaved) {
  Locks locks;
  locks.lock("100", {kNow + Seconds(60), kNow, "a"});
  locks.lock("101", {std::nullopt, kNow, "b"});
  locks.close("carrier", "DE premium", {std::nullopt, kNow, "c"});
  ByteWriter out;
  locks.save(out);
  Locks back;
  ByteReader in(out.bytes());
  ASSERT_TRUE(back.load(in));
  EXPECT_NE(back.locked("100", kNow), nullptr);
  EXPECT_EQ(back.locked("100", kNow + Seconds(61)), nullptr);
  EXPECT_EQ(back.locked("101", kNow)->because, "b");
  EXPECT_NE(back.closed("carrier", "DE premium", kNow), nullptr);
}

TEST(Locks, DamagedBytesChangeNothing) {
  Locks locks;
  locks.lock("100", {std::nullopt, kNow, "a"});
  ByteWriter out;
  locks.save(out);
  for (size_t length = 0; length < out.bytes().size(); ++length) {
    Locks back;
    back.lock("101", {std::nullopt, kNow, "b"});
    ByteReader in(std::string_view(out.bytes()).substr(0, length));
    EXPECT_FALSE(back.load(in));
    EXPECT_NE(back.locked("101", kNow), nullptr);
  }
}

}  // namespace
}  // namespace denwaban::fraud
