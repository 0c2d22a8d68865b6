// SPDX-License-Identifier: GPL-3.0-or-later
// What happens to the table: several hands write to it, and it comes and goes.
#include <sys/wait.h>

#include "actions/enforcer.h"
#include "actions/privileges.h"
#include "firewall_fixture.h"

namespace denwaban::e2e {
namespace {

using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;
using FirewallTable = FirewallTest;

std::string shown(const FirewallEntry& entry) {
  return entry.prefix.to_string() + (entry.port ? "." + std::to_string(entry.port) : "") +
         (entry.span ? " " + format_duration(*entry.span) : "");
}

std::vector<std::string> shown(const std::vector<FirewallEntry>& entries) {
  std::vector<std::string> result;
  for (const auto& one : entries) result.push_back(shown(one));
  return result;
}

bool has_nft() { return !output_of("command -v nft").empty(); }

TEST_F(FirewallTable, every_kind_of_entry_is_read_back_as_it_was_written) {
  add(entry(Set::ban, "203.0.113.1"));
  add(entry(Set::ban, "203.0.112.0/24"));
  add(entry(Set::ban, "255.0.0.0/8", std::nullopt));
  add(entry(Set::ban, "2001:db8::1"));
  add(entry(Set::ban, "2001:db8:1::/64"));
  add(entry(Set::ban, "2001:db8:2::/48"));
  add(entry(Set::ban_port, "203.0.113.1", Seconds(60), 5061));
  add(entry(Set::pass, "2001:db8::5", Seconds(60), 65535));
  add(entry(Set::help, "203.0.113.1", Seconds(60), 5062));
  add(entry(Set::shed, "203.0.113.9"));
  add(entry(Set::allow, "10.0.0.0/8", std::nullopt));
  EXPECT_THAT(
      shown(list()),
      UnorderedElementsAre("203.0.113.1/32 10m", "203.0.112.0/24 10m", "255.0.0.0/8", "2001:db8::1/128 10m",
                           "2001:db8:1::/64 10m", "2001:db8:2::/48 10m", "203.0.113.1/32.5061 1m",
                           "2001:db8::5/128.65535 1m", "203.0.113.1/32.5062 1m", "203.0.113.9/32 10m", "10.0.0.0/8"));
}

TEST_F(FirewallTable, adding_again_renews_the_span_and_removing_twice_is_no_error) {
  for (const char* target : {"203.0.113.1", "203.0.112.0/24", "2001:db8::/64"}) {
    add(entry(Set::ban, target, Seconds(600)));
    add(entry(Set::ban, target, Seconds(7200)));
    ASSERT_THAT(list(), SizeIs(1));
    EXPECT_EQ(list()[0].span, Seconds(7200));
    add(entry(Set::ban, target, std::nullopt));
    EXPECT_EQ(list().at(0).span, std::nullopt);
    remove(entry(Set::ban, target));
    remove(entry(Set::ban, target));
    EXPECT_THAT(list(), IsEmpty());
  }
}

TEST_F(FirewallTable, a_batch_mixes_new_old_missing_and_repeated_entries) {
  add(entry(Set::ban, "203.0.113.1"));
  add(entry(Set::ban, "203.0.113.2"));
  std::vector<FirewallChange> changes = {{true, entry(Set::ban, "203.0.113.1", Seconds(60))},
                                         {false, entry(Set::ban, "203.0.113.2")},
                                         {false, entry(Set::ban, "203.0.113.3")},
                                         {true, entry(Set::ban, "203.0.113.4", Seconds(60))},
                                         {true, entry(Set::ban, "203.0.113.4", Seconds(120))},
                                         {true, entry(Set::ban, "203.0.113.5")},
                                         {false, entry(Set::ban, "203.0.113.5")}};
  ASSERT_TRUE(firewall_->apply(changes));
  EXPECT_THAT(shown(list()), UnorderedElementsAre("203.0.113.1/32 1m", "203.0.113.4/32 2m"));
}

TEST_F(FirewallTable, a_network_swallows_those_inside_it) {
  add(entry(Set::ban, "203.0.113.0/26"));
  add(entry(Set::ban, "203.0.113.128/26"));
  add(entry(Set::ban, "203.0.113.0/24", Seconds(60)));
  add(entry(Set::ban, "203.0.113.64/26"));
  EXPECT_THAT(shown(list()), UnorderedElementsAre("203.0.113.0/24 1m"));
}

TEST_F(FirewallTable, a_port_ban_of_a_network_is_refused_with_a_reason) {
  FirewallChange wrong{true, entry(Set::ban_port, "203.0.113.0/24", Seconds(60), 5060)};
  EXPECT_EQ(firewall_->apply({&wrong, 1}).error().kind, ErrorKind::usage);
}

TEST_F(FirewallTable, installing_again_keeps_the_bans) {
  add(entry(Set::ban, "203.0.113.1"));
  ASSERT_TRUE(firewall_->install(ports_));
  EXPECT_THAT(list(), SizeIs(1));
}

TEST_F(FirewallTable, a_table_of_another_shape_is_replaced) {
  if (!has_nft()) GTEST_SKIP() << "the command nft is missing";
  ASSERT_TRUE(firewall_->remove());
  output_of("nft 'add table inet denwaban; add set inet denwaban ban4 { type inet_service; }'");
  ASSERT_TRUE(firewall_->install(ports_));
  add(entry(Set::ban, "198.51.100.1"));
  EXPECT_FALSE(reaches({"198.51.100.1", 5060}));
}

TEST_F(FirewallTable, bans_beyond_those_that_are_counted_bite_are_listed_and_lifted_too) {
  firewall_ = std::move(actions::NftablesFirewall::open(1).value());
  add(entry(Set::ban, "203.0.113.1"));
  add(entry(Set::ban, "2001:db8:b::/64"));
  add(entry(Set::ban, "198.51.100.1", Seconds(60)));
  add(entry(Set::ban, "198.51.100.1", Seconds(120)));
  EXPECT_FALSE(reaches({"198.51.100.1", 5060}));
  auto held = list();
  EXPECT_THAT(shown(held),
              UnorderedElementsAre("203.0.113.1/32 10m", "2001:db8:b::/64 10m", "198.51.100.1/32 2m"));
  EXPECT_EQ(std::ranges::count(held, true, &FirewallEntry::counted), 1);

  firewall_ = std::move(actions::NftablesFirewall::open(1).value());  // a restart knows where they are
  add(entry(Set::ban, "203.0.113.1", Seconds(1200)));
  remove(entry(Set::ban, "198.51.100.1"));
  remove(entry(Set::ban, "2001:db8:b::/64"));
  EXPECT_TRUE(reaches({"198.51.100.1", 5060}));
  EXPECT_THAT(shown(list()), UnorderedElementsAre("203.0.113.1/32 20m"));

  remove(entry(Set::ban, "203.0.113.1"));  // makes room
  add(entry(Set::ban, "198.51.100.1"));
  ASSERT_THAT(list(), SizeIs(1));
  EXPECT_TRUE(list()[0].counted);
}

TEST_F(FirewallTable, without_the_table_listing_says_so_and_removing_is_no_error) {
  ASSERT_TRUE(firewall_->remove());
  EXPECT_EQ(firewall_->list().error().kind, ErrorKind::not_found);
  FirewallChange change{true, entry(Set::ban, "203.0.113.1")};
  EXPECT_EQ(firewall_->apply({&change, 1}).error().kind, ErrorKind::not_found);
  EXPECT_TRUE(firewall_->remove());
}

TEST_F(FirewallTable, reconciling_restores_what_a_flush_took) {
  actions::Enforcer enforcer(*firewall_, ports_);
  std::vector<FirewallEntry> desired = {entry(Set::ban, "198.51.100.1"), entry(Set::ban, "198.51.100.4/30")};
  ASSERT_TRUE(enforcer.reconcile(desired));
  EXPECT_FALSE(reaches({"198.51.100.1", 5060}));
  if (has_nft()) {
    output_of("nft flush ruleset");
  } else {
    ASSERT_TRUE(firewall_->remove());
  }
  EXPECT_TRUE(reaches({"198.51.100.1", 5060}));
  auto repair = enforcer.reconcile(desired);
  ASSERT_TRUE(repair) << repair.error().message;
  EXPECT_TRUE(repair->table_was_gone);
  EXPECT_FALSE(reaches({"198.51.100.1", 5060}));
  EXPECT_FALSE(reaches({"198.51.100.5", 5060}));
}

TEST_F(FirewallTable, reconciling_restores_rules_and_entries_that_somebody_took_out) {
  if (!has_nft()) GTEST_SKIP() << "the command nft is missing";
  actions::Enforcer enforcer(*firewall_, ports_);
  std::vector<FirewallEntry> desired = {entry(Set::ban, "198.51.100.1")};
  ASSERT_TRUE(enforcer.reconcile(desired));
  output_of("nft flush chain inet denwaban guarded4");
  ASSERT_TRUE(enforcer.reconcile(desired));
  EXPECT_FALSE(reaches({"198.51.100.1", 5060}));
  output_of(
      "nft 'delete element inet denwaban ban4 { 198.51.100.1 }; add element inet denwaban ban4 { "
      "198.51.100.2 }'");
  EXPECT_TRUE(reaches({"198.51.100.1", 5060}));
  ASSERT_TRUE(enforcer.reconcile(desired));
  EXPECT_FALSE(reaches({"198.51.100.1", 5060}));
  EXPECT_TRUE(reaches({"198.51.100.2", 5060}));
}

TEST_F(FirewallTable, ranges_that_are_no_networks_written_by_hand_do_not_block_us) {
  if (!has_nft()) GTEST_SKIP() << "the command nft is missing";
  output_of("nft 'add element inet denwaban net4 { 203.0.113.3-203.0.113.77 }'");
  EXPECT_THAT(list(), IsEmpty());
  add(entry(Set::ban, "203.0.113.0/24"));
  EXPECT_THAT(shown(list()), UnorderedElementsAre("203.0.113.0/24 10m"));
}

TEST_F(FirewallTable, other_tables_stay_as_they_are) {
  if (!has_nft()) GTEST_SKIP() << "the command nft is missing";
  output_of(
      "nft 'add table inet other; add set inet other ban4 { type ipv4_addr; flags timeout; };"
      "add element inet other ban4 { 203.0.113.1 };"
      "add chain inet other input { type filter hook input priority 0; }; add rule inet other input ip saddr "
      "@ban4 drop'");
  std::string before = output_of("nft -a list table inet other");
  ASSERT_FALSE(before.empty());
  add(entry(Set::ban, "203.0.113.1"));
  ASSERT_TRUE(firewall_->install(ports_));
  remove(entry(Set::ban, "203.0.113.1"));
  ASSERT_TRUE(firewall_->remove());
  EXPECT_EQ(output_of("nft -a list table inet other"), before);
  output_of("nft delete table inet other");
}

TEST_F(FirewallTable, without_the_capability_the_error_says_what_to_do) {
  pid_t child = fork();
  if (child == 0) {
    if (!actions::drop_privileges({})) _exit(2);
    auto firewall = actions::NftablesFirewall::open();
    Status status = firewall ? (*firewall)->install(ports_) : Status(tl::unexpected(firewall.error()));
    bool right = !status && status.error().kind == ErrorKind::permission &&
                 status.error().message.find("CAP_NET_ADMIN") != std::string::npos;
    _exit(right ? 0 : 1);
  }
  int status = -1;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

TEST_F(FirewallTable, a_million_bans_load_and_bite) {
  std::vector<FirewallChange> changes(20'000, {true, entry(Set::ban, "203.0.113.1", Seconds(3600))});
  for (uint32_t i = 0; i < 1'000'000; i += 20'000) {
    for (uint32_t k = 0; k < 20'000; ++k)
      changes[k].entry.prefix = IpPrefix::host(IpAddress::v4(0x0b000000u + 3 * (i + k)));
    Status status = firewall_->apply(changes);
    ASSERT_TRUE(status) << status.error().message;
  }
  EXPECT_TRUE(reaches({"198.51.100.1", 5060}));
  add(entry(Set::ban, "198.51.100.1"));
  EXPECT_FALSE(reaches({"198.51.100.1", 5060}));
  EXPECT_EQ(firewall_->list().error().kind, ErrorKind::full);
  EXPECT_FALSE(reaches({"198.51.100.1", 5060}));
}

}  // namespace
}  // namespace denwaban::e2e
