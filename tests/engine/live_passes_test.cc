// SPDX-License-Identifier: GPL-3.0-or-later
// Who passes the firewall, and what is said.
#include "live_fixture.h"

namespace denwaban::engine {
namespace {

TEST_F(LivePasses, TellsTheFirewallOfNewTelephonesOnly) {
  for (int i = 0; i < 250; ++i)
    see(EventKind::auth_succeeded, 5060, "100", ("192.0.2." + std::to_string(i)).c_str());
  settle();
  firewall_.changes = 0;
  see(EventKind::auth_succeeded, 5062, "101");
  settle();
  EXPECT_EQ(firewall_.changes, 1u);
}

TEST_F(LivePasses, OnePasswordDoesNotBuyTheGuessingOfOthers) {
  see(EventKind::auth_succeeded, 5060, "200");
  see(EventKind::auth_succeeded, 20'000, "100");
  settle();
  for (int i = 0; i < 600; ++i)
    see(EventKind::auth_failed, static_cast<uint16_t>(20'000 + i), std::to_string(300 + i % 50));
  settle();
  EXPECT_FALSE(passes(30'000)) << "the guesser's next port";
  EXPECT_TRUE(passes(5060)) << "a colleague's telephone";
}

TEST_F(LivePasses, ARegisteredPortThatGuessesPassesNoLonger) {
  see(EventKind::auth_succeeded, 5060, "200");
  see(EventKind::auth_succeeded, 20'000, "100");
  settle();
  for (int i = 0; i < 300; ++i) see(EventKind::auth_failed, 20'000, std::to_string(300 + i % 50));
  settle();
  EXPECT_FALSE(passes(20'000));
  EXPECT_TRUE(passes(5060));
  EXPECT_TRUE(holds(Set::help, 20'000)) << "it may still call for help";
  EXPECT_FALSE(holds(Set::help, 5060));

  ASSERT_TRUE(firewall_.remove());
  ASSERT_TRUE(live_.reconcile(now()));
  EXPECT_TRUE(holds(Set::help, 20'000)) << "put back with everything else";
}

TEST_F(LivePasses, LogsEachBanAndOnlyTheNumberOfManyWithinASecond) {
  std::vector<std::string> log;
  live_.set_log([&](std::string_view sentence) { log.emplace_back(sentence); });
  std::vector<Decision> decisions(30);
  for (size_t i = 0; i < decisions.size(); ++i) {
    decisions[i].id = std::to_string(i);
    decisions[i].time = now();
    decisions[i].action = Action::ban;
    decisions[i].span = Seconds(3600);
    decisions[i].target = IpPrefix::host(IpAddress::v4(0xc6336401u + static_cast<uint32_t>(i)));
  }
  ASSERT_TRUE(live_.carry_out(decisions, now()));
  ASSERT_EQ(log.size(), 10u);
  EXPECT_THAT(log[0], testing::AllOf(testing::HasSubstr("198.51.100.1"), testing::HasSubstr("banned")));
  live_.pass_time(now() + Seconds(2));
  ASSERT_EQ(log.size(), 11u);
  EXPECT_THAT(log[10], testing::HasSubstr("20 more"));
}

}  // namespace
}  // namespace denwaban::engine
