// SPDX-License-Identifier: GPL-3.0-or-later
#include "actions/helper_limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace denwaban::actions {
namespace {

constexpr double kShareMaxV4 = 1.0 / 8, kShareMaxV6 = 16.0 / 65536;

// Hosts are too narrow to count.
bool is_network_ban(const FirewallEntry& entry) {
  return entry.set == FirewallEntry::Set::ban && !entry.prefix.is_host() && entry.prefix.length() != 64;
}

double share_of(const IpPrefix& prefix) { return std::ldexp(1.0, -prefix.length()); }

}  // namespace

Status HelperLimits::check(const GuardedPorts& ports) const {
  for (uint16_t port : ports.tcp)
    if (std::ranges::find(foreign_tcp_, port) != foreign_tcp_.end())
      return fail(ErrorKind::usage,
                  fmt::format("TCP port {} is not guarded: another service of this machine listens there: take it "
                              "off the list of guarded ports",
                              port));
  return {};
}

void HelperLimits::expire(Family& family, Time now) {
  std::erase_if(family.networks, [&](const auto& one) { return one.second <= now; });
  family.width = 0;
  for (const auto& [prefix, until] : family.networks) family.width += share_of(prefix);
}

bool HelperLimits::add(const FirewallEntry& entry, Time now) {
  Family& family = of(entry.prefix);
  double limit = entry.prefix.address().is_v4() ? kShareMaxV4 : kShareMaxV6;
  Time until = entry.span ? now + *entry.span : Time::max();
  auto known = family.networks.find(entry.prefix);
  if (known != family.networks.end()) {
    known->second = until;
    return true;
  }
  double share = share_of(entry.prefix);
  if (family.width + share > limit) expire(family, now);
  if (family.width + share > limit) return false;
  family.networks.emplace(entry.prefix, until);
  family.width += share;
  return true;
}

void HelperLimits::remove(const IpPrefix& prefix) {
  Family& family = of(prefix);
  if (family.networks.erase(prefix) > 0) family.width -= share_of(prefix);
}

Status HelperLimits::take(std::vector<FirewallChange>& changes, Time now) {
  Status refused;
  std::erase_if(changes, [&](const FirewallChange& change) {
    if (!is_network_ban(change.entry)) return false;
    if (!change.add) remove(change.entry.prefix);
    if (!change.add || add(change.entry, now)) return false;
    if (refused)
      refused = fail(ErrorKind::usage,
                     fmt::format("{} is not banned: with it the banned networks would be too wide together: unban some",
                                 change.entry.prefix.to_string()));
    return true;
  });
  return refused;
}

bool HelperLimits::concern(std::span<const FirewallChange> changes) {
  return std::ranges::any_of(changes,
                             [](const FirewallChange& change) { return is_network_ban(change.entry); });
}

void HelperLimits::know(std::span<const FirewallEntry> entries, Time now) {
  known_ = true;
  for (const FirewallEntry& entry : entries)
    if (is_network_ban(entry)) (void)add(entry, now);
}

void HelperLimits::forget() {
  v4_ = v6_ = Family();
  known_ = true;
}

}  // namespace denwaban::actions
