// SPDX-License-Identifier: GPL-3.0-or-later
#include "actions/interval_plan.h"

#include <algorithm>
#include <bit>
#include <map>

namespace denwaban::actions {
namespace {

struct Planned {
  FirewallEntry entry;
  bool fresh = false;
};
// Ordered by address, then length: a network stands right before those inside it.
using Plan = std::map<IpPrefix, Planned>;

bool lies_inside_another(const Plan& plan, const IpPrefix& prefix) {
  for (int length = prefix.length() - 1; length >= 0; --length)
    if (plan.contains(IpPrefix(prefix.address(), length))) return true;
  return false;
}

void add(Plan& plan, const FirewallEntry& entry) {
  if (lies_inside_another(plan, entry.prefix)) return;
  auto at = plan.lower_bound(entry.prefix);
  while (at != plan.end() && entry.prefix.contains(at->first)) at = plan.erase(at);
  plan.emplace(entry.prefix, Planned{entry, true});
}

bool all_equal(const net::NftKey& key, uint8_t value) {
  return std::all_of(key.bytes.begin(), key.bytes.begin() + key.length,
                     [&](uint8_t byte) { return byte == value; });
}

void decrement(net::NftKey& key) {
  for (size_t i = key.length; i-- > 0;)
    if (key.bytes[i]-- != 0) return;
}

// How many leading bits two keys share.
int shared_bits(const net::NftKey& a, const net::NftKey& b) {
  for (size_t i = 0; i < a.length; ++i)
    if (auto difference = static_cast<uint8_t>(a.bytes[i] ^ b.bytes[i]))
      return static_cast<int>(8 * i) + std::countl_zero(difference);
  return 8 * a.length;
}

IpAddress address_of(const net::NftKey& key) {
  if (key.length == 4)
    return IpAddress::v4(uint32_t{key.bytes[0]} << 24 | uint32_t{key.bytes[1]} << 16 |
                         uint32_t{key.bytes[2]} << 8 | key.bytes[3]);
  std::array<uint8_t, 16> bytes;
  std::copy_n(key.bytes.begin(), 16, bytes.begin());
  return IpAddress::v6(bytes);
}

// The network from `first` to the key before `behind`, if that is one.
std::optional<IpPrefix> network_of(const net::NftKey& first, const std::optional<net::NftKey>& behind) {
  net::NftKey last = first;
  if (behind) {
    last = *behind;
    decrement(last);
  } else {
    std::fill_n(last.bytes.begin(), last.length, uint8_t{0xff});
  }
  IpPrefix prefix(address_of(first), shared_bits(first, last));
  IntervalKeys keys = interval_keys(prefix);
  if (keys.first != first || keys.behind != behind) return std::nullopt;
  return prefix;
}

}  // namespace

IntervalPlan plan_intervals(std::span<const FirewallEntry> held, std::span<const FirewallChange> changes) {
  Plan plan;
  for (const FirewallEntry& entry : held) plan.emplace(entry.prefix, Planned{entry, false});
  for (const FirewallChange& change : changes) {
    if (change.add) {
      add(plan, change.entry);
    } else {
      plan.erase(change.entry.prefix);
    }
  }
  IntervalPlan result;
  for (const FirewallEntry& entry : held) {
    auto at = plan.find(entry.prefix);
    if (at == plan.end() || at->second.fresh) result.remove.push_back(entry);
  }
  for (const auto& [prefix, planned] : plan) {
    if (planned.fresh) result.add.push_back(planned.entry);
    result.result.push_back(planned.entry);
  }
  return result;
}

IntervalKeys interval_keys(const IpPrefix& prefix) {
  bool v4 = prefix.address().is_v4();
  const auto& bytes = prefix.address().bytes();
  IntervalKeys keys;
  keys.first.length = v4 ? 4 : 16;
  std::copy(bytes.end() - keys.first.length, bytes.end(), keys.first.bytes.begin());
  net::NftKey last = keys.first;
  for (int bit = prefix.length(); bit < 8 * last.length; ++bit)
    last.bytes[static_cast<size_t>(bit / 8)] |= static_cast<uint8_t>(0x80 >> (bit % 8));
  if (all_equal(last, 0xff)) return keys;
  for (size_t i = last.length; i-- > 0;)
    if (++last.bytes[i] != 0) break;
  keys.behind = last;
  return keys;
}

std::optional<std::vector<FirewallEntry>> networks_of(std::vector<net::NftElement> elements,
                                                      FirewallEntry::Set set) {
  // An end sorts before a beginning with the same key: it closes the interval before.
  std::ranges::sort(elements, [](const net::NftElement& a, const net::NftElement& b) {
    return a.key != b.key ? a.key < b.key : a.interval_end > b.interval_end;
  });
  std::vector<FirewallEntry> result;
  for (size_t i = 0; i < elements.size(); ++i) {
    const net::NftElement& element = elements[i];
    if (element.interval_end) continue;
    std::optional<net::NftKey> behind;
    if (i + 1 < elements.size()) behind = elements[i + 1].key;
    auto prefix = network_of(element.key, behind);
    if (!prefix) return std::nullopt;
    FirewallEntry entry;
    entry.set = set;
    entry.prefix = *prefix;
    if (element.timeout) entry.span = std::chrono::ceil<Seconds>(*element.timeout);
    entry.packets = element.packets;
    entry.bytes = element.bytes;
    result.push_back(entry);
  }
  return result;
}

}  // namespace denwaban::actions
