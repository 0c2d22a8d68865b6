// SPDX-License-Identifier: GPL-3.0-or-later
#include "policy/fraud_policy.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace denwaban::policy {
namespace {

constexpr Time kNow = from_epoch_ms(1'700'000'000'000);

FraudFinding theft() {
  FraudFinding finding;
  finding.id = "f00d";
  finding.detector = FraudDetector::costly_destination;
  finding.severity = Severity::high;
  finding.subject.account = "100";
  finding.accounts = {"100"};
  finding.numbers = {"252612345678"};
  finding.places = {"SO"};
  finding.calls = {"1700000000.1"};
  return finding;
}

struct Exchange {
  Exchange() {
    call.id = "1700000000.1";
    call.account = "100";
    call.channel = "PJSIP/100-00000001";
    call.trunk = "carrier";
  }
  CallLookup lookup() {
    return [this](std::string_view id) { return id == call.id ? CallNow{&call, emergency} : CallNow{}; };
  }
  Call call;
  bool emergency = false;
};

FraudOptions acting() {
  FraudOptions options;
  options.watch_for = Seconds(0);
  return options;
}

std::vector<Decision> judged(FraudPolicy& policy, const FraudFinding& finding, Exchange& exchange, Time now = kNow) {
  std::vector<Decision> out;
  policy.judge(finding, exchange.lookup(), now, out);
  return out;
}

const Decision* of(const std::vector<Decision>& decisions, Action action) {
  auto at = std::ranges::find(decisions, action, &Decision::action);
  return at == decisions.end() ? nullptr : &*at;
}

TEST(FraudPolicy, EndsTheCallsAndLocksTheAccountOnce) {
  FraudPolicy policy(acting());
  Exchange exchange;
  auto first = judged(policy, theft(), exchange);
  ASSERT_NE(of(first, Action::hang_up), nullptr);
  EXPECT_EQ(of(first, Action::hang_up)->about->call, "1700000000.1");
  EXPECT_EQ(of(first, Action::hang_up)->about->channel, "PJSIP/100-00000001");
  EXPECT_EQ(of(first, Action::hang_up)->because, std::vector<std::string>{"f00d"});
  ASSERT_NE(of(first, Action::lock_account), nullptr);
  EXPECT_EQ(of(first, Action::lock_account)->subject.account, "100");
  EXPECT_EQ(of(first, Action::lock_account)->span, std::nullopt);
  EXPECT_NE(of(first, Action::notify), nullptr);
  EXPECT_TRUE(judged(policy, theft(), exchange, kNow + Seconds(5)).empty());
}

TEST(FraudPolicy, OnlyTellsWhileItWatches) {
  FraudPolicy policy(FraudOptions{});
  policy.begin(kNow);
  Exchange exchange;
  auto early = judged(policy, theft(), exchange, kNow + Seconds(3600));
  ASSERT_EQ(early.size(), 1u);
  EXPECT_EQ(early[0].action, Action::notify);
  EXPECT_EQ(early[0].reason, Reason::watching);
  auto late = judged(policy, theft(), exchange, kNow + Seconds(14 * 86400));
  EXPECT_NE(of(late, Action::hang_up), nullptr);
}

TEST(FraudPolicy, DoesWhatItIsSetTo) {
  Exchange exchange;
  FraudOptions options = acting();
  options.act = FraudOptions::Act::notify;
  FraudPolicy notifying(options);
  auto told = judged(notifying, theft(), exchange);
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].action, Action::notify);
  EXPECT_EQ(told[0].reason, Reason::set_to_notify);
  options.act = FraudOptions::Act::off;
  FraudPolicy off(options);
  auto nothing = judged(off, theft(), exchange);
  ASSERT_EQ(nothing.size(), 1u);
  EXPECT_EQ(nothing[0].action, Action::none);
  EXPECT_EQ(nothing[0].reason, Reason::turned_off);
}

TEST(FraudPolicy, TellsAgainWhenItBecomesWorseAndThenActs) {
  FraudPolicy policy(acting());
  Exchange exchange;
  FraudFinding finding = theft();
  finding.severity = Severity::medium;
  auto first = judged(policy, finding, exchange);
  ASSERT_EQ(first.size(), 1u);
  EXPECT_EQ(first[0].reason, Reason::not_grave);
  EXPECT_TRUE(judged(policy, finding, exchange).empty());
  EXPECT_NE(of(judged(policy, theft(), exchange), Action::lock_account), nullptr);
}

TEST(FraudPolicy, TouchesNoEmergencyCall) {
  FraudPolicy policy(acting());
  Exchange exchange;
  exchange.emergency = true;
  auto decisions = judged(policy, theft(), exchange);
  EXPECT_EQ(of(decisions, Action::hang_up), nullptr);
  ASSERT_NE(of(decisions, Action::none), nullptr);
  EXPECT_EQ(of(decisions, Action::none)->reason, Reason::emergency);
}

TEST(FraudPolicy, SaysSoWhenTheCallWasOverAlready) {
  FraudPolicy policy(acting());
  Exchange exchange;
  exchange.call.id = "another";
  auto decisions = judged(policy, theft(), exchange);
  ASSERT_NE(of(decisions, Action::none), nullptr);
  EXPECT_EQ(of(decisions, Action::none)->reason, Reason::over_already);
}

TEST(FraudPolicy, ClosesTheTrunkForCallsOfNobody) {
  FraudPolicy policy(acting());
  Exchange exchange;
  FraudFinding finding = theft();
  finding.accounts.clear();
  finding.subject = {"", "carrier", ""};
  auto decisions = judged(policy, finding, exchange);
  const Decision* closed = of(decisions, Action::close_trunk);
  ASSERT_NE(closed, nullptr);
  EXPECT_EQ(closed->about->trunk, "carrier");
  EXPECT_EQ(closed->about->place, "SO");
  EXPECT_EQ(of(decisions, Action::lock_account), nullptr);
}

TEST(FraudPolicy, LeavesAnAccountAloneThatAPersonHasUnlocked) {
  FraudPolicy policy(acting());
  Exchange exchange;
  judged(policy, theft(), exchange);
  Decision unlock;
  unlock.time = kNow + Seconds(60);
  unlock.action = Action::unlock_account;
  unlock.reason = Reason::by_hand;
  unlock.subject.account = "100";
  policy.adopt(unlock);
  FraudFinding finding = theft();
  exchange.call.id = "1700000000.2";
  finding.calls = {"1700000000.2"};
  auto decisions = judged(policy, finding, exchange, kNow + Seconds(120));
  ASSERT_EQ(decisions.size(), 1u);
  EXPECT_EQ(decisions[0].reason, Reason::vouched);
  EXPECT_NE(of(judged(policy, finding, exchange, kNow + Seconds(90000)), Action::lock_account), nullptr);
}

TEST(FraudPolicy, LocksAgainWhenALockIsOver) {
  FraudOptions options = acting();
  options.lock_for = Seconds(3600);
  FraudPolicy policy(options);
  Exchange exchange;
  EXPECT_EQ(of(judged(policy, theft(), exchange), Action::lock_account)->span, Seconds(3600));
  EXPECT_EQ(of(judged(policy, theft(), exchange, kNow + Seconds(3599)), Action::lock_account), nullptr);
  EXPECT_NE(of(judged(policy, theft(), exchange, kNow + Seconds(3600)), Action::lock_account), nullptr);
}

TEST(FraudPolicy, MarksWhatADryRunWouldHaveDone) {
  FraudOptions options = acting();
  options.dry_run = true;
  FraudPolicy policy(options);
  Exchange exchange;
  for (const Decision& decision : judged(policy, theft(), exchange)) EXPECT_TRUE(decision.dry_run);
}

TEST(FraudPolicy, DecidesNothingTwiceAfterARestart) {
  FraudPolicy policy(acting());
  policy.begin(kNow);
  Exchange exchange;
  judged(policy, theft(), exchange);
  ByteWriter out;
  policy.save(out);
  FraudPolicy again(acting());
  ByteReader in(out.bytes());
  ASSERT_TRUE(again.load(in));
  EXPECT_EQ(again.watching_since(), kNow);
  EXPECT_TRUE(judged(again, theft(), exchange, kNow + Seconds(9)).empty());
  for (size_t length = 0; length < out.bytes().size(); ++length) {
    FraudPolicy other(acting());
    ByteReader cut(std::string_view(out.bytes()).substr(0, length));
    EXPECT_FALSE(other.load(cut));
  }
}

}  // namespace
}  // namespace denwaban::policy
