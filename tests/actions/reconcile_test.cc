// SPDX-License-Identifier: GPL-3.0-or-later
#include "actions/reconcile.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace denwaban::actions {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Set = FirewallEntry::Set;

FirewallEntry entry(std::string_view prefix, std::optional<Seconds> span = Seconds(600), Set set = Set::ban,
                    uint16_t port = 0) {
  FirewallEntry result;
  result.set = set;
  result.prefix = IpPrefix::parse(prefix).value();
  result.span = span;
  result.port = port;
  return result;
}

std::vector<std::string> changes(std::vector<FirewallEntry> desired, std::vector<FirewallEntry> held) {
  std::vector<std::string> result;
  for (const auto& change : reconcile(desired, held))
    result.push_back((change.add ? "+" : "-") + change.entry.prefix.to_string());
  return result;
}

TEST(Reconcile, nothing_to_do_where_kernel_and_ledger_agree) {
  EXPECT_THAT(changes({entry("192.0.2.2"), entry("192.0.2.1")}, {entry("192.0.2.1"), entry("192.0.2.2")}),
              IsEmpty());
}

TEST(Reconcile, adds_what_is_missing_and_removes_what_is_too_many) {
  EXPECT_THAT(changes({entry("192.0.2.1"), entry("192.0.2.2")}, {entry("192.0.2.2"), entry("192.0.2.3")}),
              ElementsAre("-192.0.2.3/32", "+192.0.2.1/32"));
}

TEST(Reconcile, an_empty_kernel_gets_everything_and_an_empty_ledger_leaves_nothing) {
  EXPECT_THAT(changes({entry("192.0.2.1")}, {}), ElementsAre("+192.0.2.1/32"));
  EXPECT_THAT(changes({}, {entry("192.0.2.1")}), ElementsAre("-192.0.2.1/32"));
}

TEST(Reconcile, spans_may_differ_by_the_tolerance_and_no_more) {
  EXPECT_THAT(changes({entry("192.0.2.1", Seconds(600))}, {entry("192.0.2.1", Seconds(595))}), IsEmpty());
  EXPECT_THAT(changes({entry("192.0.2.1", Seconds(600))}, {entry("192.0.2.1", Seconds(594))}),
              ElementsAre("+192.0.2.1/32"));
  EXPECT_THAT(changes({entry("192.0.2.1", std::nullopt)}, {entry("192.0.2.1", Seconds(600))}),
              ElementsAre("+192.0.2.1/32"));
}

TEST(Reconcile, the_same_address_in_other_sets_and_ports_is_something_else) {
  EXPECT_THAT(changes({entry("192.0.2.1", Seconds(60), Set::ban_port, 5060)},
                      {entry("192.0.2.1", Seconds(60), Set::ban_port, 5061),
                       entry("192.0.2.1", Seconds(60), Set::shed)}),
              ElementsAre("-192.0.2.1/32", "-192.0.2.1/32", "+192.0.2.1/32"));
}

TEST(Reconcile, networks_inside_a_wanted_one_are_not_asked_for) {
  EXPECT_THAT(
      changes({entry("192.0.0.0/16"), entry("192.0.2.0/24"), entry("192.0.2.1")}, {entry("192.0.0.0/16")}),
      ElementsAre("+192.0.2.1/32"));
}

TEST(Reconcile, an_inner_network_comes_back_when_the_outer_one_has_gone) {
  EXPECT_THAT(changes({entry("192.0.2.0/24")}, {}), ElementsAre("+192.0.2.0/24"));
}

TEST(Reconcile, ipv6_sources_are_no_networks_and_stay_beside_a_wider_ban) {
  EXPECT_THAT(changes({entry("2001:db8::/32"), entry("2001:db8::/64")}, {}),
              ElementsAre("+2001:db8::/32", "+2001:db8::/64"));
}

TEST(Reconcile, the_last_word_on_an_entry_counts) {
  EXPECT_THAT(changes({entry("192.0.2.1", Seconds(60)), entry("192.0.2.1", Seconds(600))},
                      {entry("192.0.2.1", Seconds(600))}),
              IsEmpty());
}

}  // namespace
}  // namespace denwaban::actions
