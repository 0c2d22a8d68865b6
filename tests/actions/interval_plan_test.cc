// SPDX-License-Identifier: GPL-3.0-or-later
#include "actions/interval_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace denwaban::actions {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

FirewallEntry network(std::string_view prefix, std::optional<Seconds> span = Seconds(60)) {
  FirewallEntry entry;
  entry.prefix = IpPrefix::parse(prefix).value();
  entry.span = span;
  return entry;
}

std::vector<std::string> names(const std::vector<FirewallEntry>& entries) {
  std::vector<std::string> result;
  for (const auto& entry : entries) result.push_back(entry.prefix.to_string());
  return result;
}

IntervalPlan plan(std::vector<FirewallEntry> held, std::vector<FirewallChange> changes) {
  return plan_intervals(held, changes);
}

TEST(IntervalPlan, a_wider_network_takes_the_place_of_those_inside_it) {
  auto result = plan({network("192.0.2.0/26"), network("192.0.2.128/25"), network("198.51.100.0/24")},
                     {{true, network("192.0.2.0/24")}});
  EXPECT_THAT(names(result.remove), ElementsAre("192.0.2.0/26", "192.0.2.128/25"));
  EXPECT_THAT(names(result.add), ElementsAre("192.0.2.0/24"));
  EXPECT_THAT(names(result.result), ElementsAre("192.0.2.0/24", "198.51.100.0/24"));
}

TEST(IntervalPlan, a_network_inside_another_changes_nothing) {
  auto result = plan({network("192.0.2.0/24")}, {{true, network("192.0.2.64/26")}});
  EXPECT_THAT(result.add, IsEmpty());
  EXPECT_THAT(result.remove, IsEmpty());
}

TEST(IntervalPlan, renewal_replaces_the_entry) {
  auto result = plan({network("2001:db8::/48")}, {{true, network("2001:db8::/48", Seconds(3600))}});
  EXPECT_THAT(names(result.remove), ElementsAre("2001:db8::/48"));
  ASSERT_THAT(names(result.add), ElementsAre("2001:db8::/48"));
  EXPECT_EQ(result.add[0].span, Seconds(3600));
}

TEST(IntervalPlan, removing_what_is_not_there_changes_nothing) {
  auto result = plan({network("192.0.2.0/24")}, {{false, network("192.0.0.0/16")}});
  EXPECT_THAT(result.remove, IsEmpty());
  EXPECT_THAT(names(result.result), ElementsAre("192.0.2.0/24"));
}

TEST(IntervalPlan, an_outer_network_removed_in_the_same_batch_makes_room_for_an_inner_one) {
  auto result =
      plan({network("192.0.0.0/16")}, {{false, network("192.0.0.0/16")}, {true, network("192.0.2.0/24")}});
  EXPECT_THAT(names(result.remove), ElementsAre("192.0.0.0/16"));
  EXPECT_THAT(names(result.add), ElementsAre("192.0.2.0/24"));
}

TEST(IntervalPlan, keys_name_the_first_address_and_the_first_behind) {
  IntervalKeys keys = interval_keys(IpPrefix::parse("192.0.254.0/23").value());
  EXPECT_THAT(std::vector<uint8_t>(keys.first.bytes.begin(), keys.first.bytes.begin() + 4),
              ElementsAre(192, 0, 254, 0));
  ASSERT_TRUE(keys.behind);
  EXPECT_THAT(std::vector<uint8_t>(keys.behind->bytes.begin(), keys.behind->bytes.begin() + 4),
              ElementsAre(192, 1, 0, 0));
}

TEST(IntervalPlan, the_last_network_of_all_has_no_address_behind_it) {
  EXPECT_FALSE(interval_keys(IpPrefix::parse("255.255.255.0/24").value()).behind);
  EXPECT_FALSE(interval_keys(IpPrefix::parse("ffff::/16").value()).behind);
}

TEST(IntervalPlan, elements_in_any_order_become_the_networks_they_came_from) {
  for (bool v6 : {false, true}) {
    std::vector<std::string> all =
        v6 ? std::vector<std::string>{"2001:db8::/32", "2001:db9::/48", "2001:db9:1::/48", "ff00::/8"}
           : std::vector<std::string>{"10.0.0.0/8", "192.0.2.0/25", "192.0.2.128/25", "255.0.0.0/8"};
    std::vector<net::NftElement> elements;
    for (const auto& one : all) {
      IntervalKeys keys = interval_keys(IpPrefix::parse(one).value());
      net::NftElement element;
      element.key = keys.first;
      element.timeout = Milliseconds(1500);
      elements.push_back(element);
      if (!keys.behind) continue;
      net::NftElement end;
      end.key = *keys.behind;
      end.interval_end = true;
      elements.push_back(end);
    }
    std::reverse(elements.begin(), elements.end());
    auto networks = networks_of(elements, FirewallEntry::Set::ban);
    ASSERT_TRUE(networks);
    EXPECT_EQ(names(*networks), all);
    EXPECT_EQ(networks->at(0).span, Seconds(2));
  }
}

TEST(IntervalPlan, a_range_that_is_no_network_is_noticed) {
  net::NftElement first, end;
  first.key = interval_keys(IpPrefix::parse("192.0.2.1").value()).first;
  end.key = interval_keys(IpPrefix::parse("192.0.2.7").value()).first;
  end.interval_end = true;
  EXPECT_FALSE(networks_of({first, end}, FirewallEntry::Set::ban));
}

}  // namespace
}  // namespace denwaban::actions
