// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "actions/nftables_firewall.h"
#include "two_worlds.h"

namespace denwaban::e2e {

using actions::FirewallChange;
using actions::FirewallEntry;
using Set = actions::FirewallEntry::Set;

inline FirewallEntry entry(Set set, std::string_view prefix, std::optional<Seconds> span = Seconds(600),
                           uint16_t port = 0) {
  FirewallEntry result;
  result.set = set;
  result.prefix = IpPrefix::parse(prefix).value();
  result.span = span;
  result.port = port;
  return result;
}

// A guarded SIP port and an unguarded one, and a fresh table for each test.
class FirewallTest : public testing::Test {
 protected:
  static constexpr uint16_t kSip = 5060, kMedia = 10'000;

  FirewallTest() : firewall_(std::move(actions::NftablesFirewall::open().value())) {
    EXPECT_TRUE(firewall_->remove());
    EXPECT_TRUE(firewall_->install(ports_));
  }
  ~FirewallTest() override { EXPECT_TRUE(firewall_->remove()); }

  void add(const FirewallEntry& wanted) { change({true, wanted}); }
  void remove(const FirewallEntry& unwanted) { change({false, unwanted}); }
  void change(const FirewallChange& one) {
    Status status = firewall_->apply({&one, 1});
    EXPECT_TRUE(status) << status.error().message;
  }
  std::vector<FirewallEntry> list() {
    auto entries = firewall_->list();
    EXPECT_TRUE(entries) << entries.error().message;
    return entries.value_or(std::vector<FirewallEntry>{});
  }

  // Whether a datagram from there reaches that port of the PBX. `witness` is a caller whom nothing stops.
  bool reaches(const Endpoint& from, uint16_t port = kSip, const std::string& said = "call") {
    bool v6 = from.address.find(':') != std::string::npos;
    Endpoint pbx{v6 ? TwoWorlds::kPbx6 : TwoWorlds::kPbx4, port};
    UniqueFd listener = two_worlds().pbx_socket(SOCK_DGRAM, pbx);
    UniqueFd caller = two_worlds().world_socket(SOCK_DGRAM, from);
    UniqueFd witness = two_worlds().world_socket(SOCK_DGRAM, {v6 ? "2001:db8:b::1" : "198.51.100.9", 7777});
    send_to(caller, pbx, said);
    send_to(witness, pbx, "witness");
    auto first = receive(listener);
    EXPECT_TRUE(first) << "not even the witness was heard";
    return first == said;
  }

  actions::GuardedPorts ports_{{kSip, 4569}, {kSip, 5038}, {"112", "0112", "911"}};
  std::unique_ptr<actions::NftablesFirewall> firewall_;
};

}  // namespace denwaban::e2e
