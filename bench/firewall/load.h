// SPDX-License-Identifier: GPL-3.0-or-later
// One million bans into the kernel, by us and by `nft -f`.
#pragma once

#include <cstdint>
#include <memory>

#include "actions/nftables_firewall.h"
#include "base/ip.h"

namespace denwaban::bench {

inline constexpr uint32_t kMillion = 1'000'000;

// Says what went wrong and ends the program.
void must(const Status& status);

IpPrefix attacker(uint32_t i);
actions::FirewallChange ban(uint32_t i);
void load(actions::Firewall& firewall, uint32_t count);
// Our table, empty, guarding port 5060.
std::unique_ptr<actions::NftablesFirewall> fresh();

// Prints a row for bans as the guard makes them, and one as if each had a counter.
void bench_load();

}  // namespace denwaban::bench
