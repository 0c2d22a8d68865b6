// SPDX-License-Identifier: GPL-3.0-or-later
// What to change in an interval set, which the kernel keeps free of overlaps: it refuses a network that lies
// inside, or around, one that it holds. So a set shows the outermost networks only; one that lies inside
// another waits, and comes back when the outer one has gone and the entries are compared with the kernel
// again. Pure.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "actions/firewall.h"
#include "net/nftables_batch.h"

namespace denwaban::actions {

struct IntervalPlan {
  std::vector<FirewallEntry> remove;  // of those that the set holds
  std::vector<FirewallEntry> add;     // with the spans wanted
  std::vector<FirewallEntry> result;  // all that the set holds afterwards
};

// `held` are the set's entries, without overlaps; `changes` apply to them in order.
IntervalPlan plan_intervals(std::span<const FirewallEntry> held, std::span<const FirewallChange> changes);

// The keys of an interval: its first address, and the first behind it (none at the end of the address space).
struct IntervalKeys {
  net::NftKey first;
  std::optional<net::NftKey> behind;
};
IntervalKeys interval_keys(const IpPrefix& prefix);

// Networks out of the elements of an interval set, which come in any order. nullopt: an interval is no
// network, so somebody else wrote into the set.
std::optional<std::vector<FirewallEntry>> networks_of(std::vector<net::NftElement> elements,
                                                      FirewallEntry::Set set);

}  // namespace denwaban::actions
