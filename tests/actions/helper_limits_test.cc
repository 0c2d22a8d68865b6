// SPDX-License-Identifier: GPL-3.0-or-later
#include "actions/helper_limits.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace denwaban::actions {
namespace {

constexpr Time kNow = from_epoch_ms(1'763'755'200'000);

FirewallChange network(std::string_view prefix, std::optional<Seconds> span = Seconds(600), bool add = true) {
  FirewallChange change;
  change.add = add;
  change.entry.prefix = IpPrefix::parse(prefix).value();
  change.entry.span = span;
  return change;
}

std::vector<FirewallChange> eights(int from, int to) {
  std::vector<FirewallChange> changes;
  for (int i = from; i < to; ++i) changes.push_back(network(fmt::format("{}.0.0.0/8", i)));
  return changes;
}

TEST(HelperLimits, ban_an_eighth_of_the_internet_and_no_more) {
  HelperLimits limits;
  auto changes = eights(1, 33);
  EXPECT_TRUE(limits.take(changes, kNow));
  EXPECT_EQ(changes.size(), 32u);
  changes = eights(33, 200);
  changes.push_back(network("198.51.100.1/32"));
  Status status = limits.take(changes, kNow);
  ASSERT_FALSE(status);
  EXPECT_THAT(status.error().message, testing::HasSubstr("33.0.0.0/8"));
  ASSERT_EQ(changes.size(), 1u) << "what may be done is not kept back";
  EXPECT_TRUE(changes[0].entry.prefix.is_host());
}

TEST(HelperLimits, ipv6_networks_have_a_limit_too) {
  HelperLimits limits;
  std::vector<FirewallChange> changes;
  for (int i = 0; i < 40; ++i) changes.push_back(network(fmt::format("2{:03x}::/16", i)));
  EXPECT_FALSE(limits.take(changes, kNow));
  EXPECT_EQ(changes.size(), 16u);
}

TEST(HelperLimits, count_a_network_once_and_only_while_it_is_banned) {
  HelperLimits limits;
  for (int i = 0; i < 10; ++i) {
    auto again = eights(1, 33);
    EXPECT_TRUE(limits.take(again, kNow));
  }
  std::vector<FirewallChange> one{network("1.0.0.0/8", Seconds(600), false), network("77.0.0.0/8")};
  EXPECT_TRUE(limits.take(one, kNow));
  EXPECT_EQ(one.size(), 2u);
  auto later = eights(100, 120);
  EXPECT_TRUE(limits.take(later, kNow + Seconds(601)));
}

TEST(HelperLimits, know_what_an_earlier_life_banned) {
  HelperLimits limits;
  std::vector<FirewallEntry> held;
  for (const FirewallChange& change : eights(1, 33)) held.push_back(change.entry);
  limits.know(held, kNow);
  auto more = eights(50, 51);
  EXPECT_FALSE(limits.take(more, kNow));
}

TEST(HelperLimits, guard_no_port_of_another_service) {
  HelperLimits limits({22, 2222});
  EXPECT_TRUE(limits.check({{5060}, {5060, 5061}}));
  Status status = limits.check({{5060}, {5060, 2222}});
  ASSERT_FALSE(status);
  EXPECT_THAT(status.error().message, testing::HasSubstr("2222"));
  EXPECT_TRUE(limits.check({{2222}, {}})) << "another protocol";
}

}  // namespace
}  // namespace denwaban::actions
