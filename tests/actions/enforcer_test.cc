// SPDX-License-Identifier: GPL-3.0-or-later
#include "actions/enforcer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "actions/fake_firewall.h"

namespace denwaban::actions {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;
using Set = FirewallEntry::Set;

class EnforcerTest : public testing::Test {
 protected:
  EnforcerTest() { EXPECT_TRUE(enforcer.reconcile({})); }

  Decision decide(Action action, std::string_view target, std::optional<Seconds> span = Seconds(600),
                  uint16_t port = 0) {
    Decision decision;
    decision.time = firewall.clock.time;
    decision.action = action;
    decision.target = IpPrefix::parse(target).value();
    decision.span = span;
    decision.port = port;
    return decision;
  }
  Status apply(const Decision& decision) { return enforcer.apply({&decision, 1}, firewall.clock.time); }

  std::vector<std::string> shown() {
    static constexpr const char* kNames[] = {"ban ", "ban_port ", "shed ", "pass ", "allow "};
    std::vector<std::string> result;
    auto entries = firewall.kernel.list();
    for (const auto& entry : *entries)
      result.push_back(kNames[static_cast<size_t>(entry.set)] + entry.prefix.to_string() +
                       (entry.port ? "." + std::to_string(entry.port) : ""));
    return result;
  }

  FakeFirewall firewall;
  Enforcer enforcer{firewall, GuardedPorts{{5060}, {5060}}};
};

TEST_F(EnforcerTest, each_action_has_its_set) {
  ASSERT_TRUE(apply(decide(Action::ban, "192.0.2.1")));
  ASSERT_TRUE(apply(decide(Action::ban, "203.0.113.0/24")));
  ASSERT_TRUE(apply(decide(Action::ban, "192.0.2.2", Seconds(60), 5062)));
  ASSERT_TRUE(apply(decide(Action::shed, "192.0.2.3")));
  ASSERT_TRUE(apply(decide(Action::allow, "10.0.0.0/8", std::nullopt)));
  EXPECT_THAT(shown(),
              UnorderedElementsAre("ban 192.0.2.1/32", "ban 203.0.113.0/24", "ban_port 192.0.2.2/32.5062",
                                   "shed 192.0.2.3/32", "allow 10.0.0.0/8"));
}

TEST_F(EnforcerTest, ipv6_is_shed_as_its_64_but_a_port_banned_of_its_address_only) {
  ASSERT_TRUE(apply(decide(Action::shed, "2001:db8::5")));
  ASSERT_TRUE(apply(decide(Action::ban, "2001:db8:1::5", Seconds(60), 5062)));
  EXPECT_THAT(shown(), UnorderedElementsAre("shed 2001:db8::/64", "ban_port 2001:db8:1::5/128.5062"));
}

TEST_F(EnforcerTest, an_unban_of_an_ipv6_source_lifts_the_port_bans_inside_it) {
  for (const char* target : {"2001:db8::5", "2001:db8::6", "2001:db8:0:1::5"}) {
    ASSERT_TRUE(apply(decide(Action::ban, target, Seconds(60), 5062)));
    ASSERT_TRUE(apply(decide(Action::ban, target, Seconds(60), 5063)));
  }
  ASSERT_TRUE(apply(decide(Action::unban, "2001:db8::5", std::nullopt, 5063)));
  EXPECT_EQ(shown().size(), 5u);
  ASSERT_TRUE(apply(decide(Action::unban, "2001:db8::/64")));
  EXPECT_THAT(shown(), UnorderedElementsAre("ban_port 2001:db8:0:1::5/128.5062",
                                            "ban_port 2001:db8:0:1::5/128.5063"));
}

TEST_F(EnforcerTest, an_unban_lifts_ban_shed_and_port_bans_of_the_target_only) {
  for (const char* target : {"192.0.2.1", "192.0.2.2"}) {
    ASSERT_TRUE(apply(decide(Action::ban, target)));
    ASSERT_TRUE(apply(decide(Action::shed, target)));
    ASSERT_TRUE(apply(decide(Action::ban, target, Seconds(60), 5062)));
    ASSERT_TRUE(apply(decide(Action::ban, target, Seconds(60), 5063)));
  }
  ASSERT_TRUE(apply(decide(Action::unban, "192.0.2.1")));
  EXPECT_THAT(shown(), UnorderedElementsAre("ban 192.0.2.2/32", "shed 192.0.2.2/32",
                                            "ban_port 192.0.2.2/32.5062", "ban_port 192.0.2.2/32.5063"));
}

TEST_F(EnforcerTest, an_unban_of_a_port_leaves_the_rest) {
  ASSERT_TRUE(apply(decide(Action::ban, "192.0.2.1")));
  ASSERT_TRUE(apply(decide(Action::ban, "192.0.2.1", Seconds(60), 5062)));
  ASSERT_TRUE(apply(decide(Action::unban, "192.0.2.1", std::nullopt, 5062)));
  EXPECT_THAT(shown(), ElementsAre("ban 192.0.2.1/32"));
}

TEST_F(EnforcerTest, port_bans_known_from_the_ledger_are_lifted_too) {
  FirewallEntry known =
      entry_for(decide(Action::ban, "192.0.2.1", Seconds(60), 5062), firewall.clock.time).value();
  ASSERT_TRUE(enforcer.reconcile({&known, 1}));
  ASSERT_TRUE(apply(decide(Action::unban, "192.0.2.1")));
  EXPECT_THAT(shown(), IsEmpty());
}

TEST_F(EnforcerTest, dry_runs_and_decisions_not_to_act_do_nothing) {
  Decision dry = decide(Action::ban, "192.0.2.1");
  dry.dry_run = true;
  ASSERT_TRUE(apply(dry));
  ASSERT_TRUE(apply(decide(Action::none, "192.0.2.1")));
  ASSERT_TRUE(apply(decide(Action::notify, "192.0.2.1")));
  EXPECT_EQ(firewall.applies, 0);
}

TEST_F(EnforcerTest, a_dry_unban_leaves_a_real_ban) {
  ASSERT_TRUE(apply(decide(Action::ban, "192.0.2.1")));
  Decision dry = decide(Action::unban, "192.0.2.1");
  dry.dry_run = true;
  ASSERT_TRUE(apply(dry));
  EXPECT_THAT(shown(), ElementsAre("ban 192.0.2.1/32"));
}

TEST_F(EnforcerTest, an_old_decision_gets_only_what_is_left_of_its_span) {
  Decision decision = decide(Action::ban, "192.0.2.1", Seconds(600));
  auto entry = entry_for(decision, decision.time + Seconds(400));
  ASSERT_TRUE(entry);
  EXPECT_EQ(entry->span, Seconds(200));
  EXPECT_FALSE(entry_for(decision, decision.time + Seconds(600)));
}

TEST_F(EnforcerTest, a_batch_is_one_call_of_the_firewall) {
  std::vector<Decision> decisions = {decide(Action::ban, "192.0.2.1"), decide(Action::ban, "192.0.2.2")};
  ASSERT_TRUE(enforcer.apply(decisions, firewall.clock.time));
  EXPECT_EQ(firewall.applies, 1);
}

TEST_F(EnforcerTest, what_no_firewall_can_do_is_an_error_and_does_not_keep_the_rest_back) {
  std::vector<Decision> decisions = {decide(Action::ban, "0.0.0.0/1"), decide(Action::ban, "127.0.0.1"),
                                     decide(Action::ban, "192.0.2.1")};
  Status status = enforcer.apply(decisions, firewall.clock.time);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().kind, ErrorKind::usage);
  EXPECT_THAT(shown(), ElementsAre("ban 192.0.2.1/32"));
  EXPECT_FALSE(enforcer.behind());
}

TEST_F(EnforcerTest, a_failure_is_remembered_and_made_good_by_the_next_reconciliation) {
  firewall.fail_next("apply", ErrorKind::unavailable);
  Decision ban = decide(Action::ban, "192.0.2.1");
  EXPECT_FALSE(apply(ban));
  EXPECT_TRUE(enforcer.behind());
  EXPECT_EQ(enforcer.last_error()->kind, ErrorKind::unavailable);
  FirewallEntry desired = entry_for(ban, firewall.clock.time).value();
  auto repair = enforcer.reconcile({&desired, 1});
  ASSERT_TRUE(repair);
  EXPECT_EQ(repair->added, 1u);
  EXPECT_THAT(shown(), ElementsAre("ban 192.0.2.1/32"));
  EXPECT_FALSE(enforcer.behind());
  EXPECT_FALSE(enforcer.last_error());
}

TEST_F(EnforcerTest, every_step_of_a_reconciliation_may_fail_and_the_next_one_succeeds) {
  FirewallEntry desired = entry_for(decide(Action::ban, "192.0.2.1"), firewall.clock.time).value();
  for (const char* step : {"list", "install", "apply"}) {
    ASSERT_TRUE(firewall.remove());
    firewall.fail_next(step, ErrorKind::io);
    EXPECT_FALSE(enforcer.reconcile({&desired, 1})) << step;
    EXPECT_TRUE(enforcer.behind()) << step;
    auto repair = enforcer.reconcile({&desired, 1});
    ASSERT_TRUE(repair) << step;
    EXPECT_THAT(shown(), ElementsAre("ban 192.0.2.1/32")) << step;
  }
}

TEST_F(EnforcerTest, a_kernel_too_full_to_list_is_started_anew_when_little_is_wanted) {
  ASSERT_TRUE(apply(decide(Action::ban, "192.0.2.9")));
  firewall.fail_next("list", ErrorKind::full);
  FirewallEntry desired = entry_for(decide(Action::ban, "192.0.2.1"), firewall.clock.time).value();
  ASSERT_TRUE(enforcer.reconcile({&desired, 1}));
  EXPECT_THAT(shown(), ElementsAre("ban 192.0.2.1/32"));
}

TEST_F(EnforcerTest, lifting_a_network_asks_for_a_reconciliation_to_bring_inner_ones_back) {
  ASSERT_TRUE(apply(decide(Action::ban, "192.0.0.0/16")));
  EXPECT_FALSE(enforcer.behind());
  ASSERT_TRUE(apply(decide(Action::unban, "192.0.0.0/16")));
  EXPECT_TRUE(enforcer.behind());
}

}  // namespace
}  // namespace denwaban::actions
