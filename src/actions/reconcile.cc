// SPDX-License-Identifier: GPL-3.0-or-later
#include "actions/reconcile.h"

#include <algorithm>
#include <tuple>

#include "actions/nftables_layout.h"

namespace denwaban::actions {
namespace {

auto place_of(const FirewallEntry& entry) { return std::tuple(entry.set, entry.prefix, entry.port); }

std::vector<FirewallEntry> ordered(std::span<const FirewallEntry> entries) {
  std::vector<FirewallEntry> result(entries.begin(), entries.end());
  std::ranges::stable_sort(result, {}, place_of);
  // Of entries with one place the last stays.
  auto kept = std::unique(result.rbegin(), result.rend(),
                          [](const auto& a, const auto& b) { return place_of(a) == place_of(b); });
  result.erase(result.begin(), kept.base());
  return result;
}

bool is_network(const FirewallEntry& entry) {
  auto set = set_of(entry);
  return set && shape_of(*set).interval;
}

// Ordered entries: what lies inside a network comes after it, before what lies behind it.
void drop_nested_networks(std::vector<FirewallEntry>& entries) {
  const FirewallEntry* outer = nullptr;
  std::vector<FirewallEntry> result;
  result.reserve(entries.size());
  for (const FirewallEntry& entry : entries) {
    if (is_network(entry)) {
      if (outer != nullptr && outer->set == entry.set && outer->prefix.contains(entry.prefix)) continue;
      outer = &entry;
    }
    result.push_back(entry);
  }
  entries = std::move(result);
}

bool same_span(const std::optional<Seconds>& a, const std::optional<Seconds>& b, Seconds tolerance) {
  if (!a || !b) return a.has_value() == b.has_value();
  return std::chrono::abs(*a - *b) <= tolerance;
}

}  // namespace

std::vector<FirewallChange> reconcile(std::span<const FirewallEntry> desired,
                                      std::span<const FirewallEntry> held, const ReconcileOptions& options) {
  std::vector<FirewallEntry> wanted = ordered(desired), found = ordered(held);
  drop_nested_networks(wanted);
  std::vector<FirewallChange> removals, additions;
  auto want = wanted.begin();
  auto have = found.begin();
  while (want != wanted.end() || have != found.end()) {
    if (have == found.end() || (want != wanted.end() && place_of(*want) < place_of(*have))) {
      additions.push_back({true, *want++});
    } else if (want == wanted.end() || place_of(*have) < place_of(*want)) {
      removals.push_back({false, *have++});
    } else {
      if (!same_span(want->span, have->span, options.tolerance)) additions.push_back({true, *want});
      ++want;
      ++have;
    }
  }
  removals.insert(removals.end(), additions.begin(), additions.end());
  return removals;
}

}  // namespace denwaban::actions
