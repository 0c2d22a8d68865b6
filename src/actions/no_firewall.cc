// SPDX-License-Identifier: GPL-3.0-or-later
#include "actions/no_firewall.h"

namespace denwaban::actions {

Status NoFirewall::install(const GuardedPorts&) {
  installed_ = true;
  return {};
}

Status NoFirewall::apply(std::span<const FirewallChange> changes) {
  Time now = clock_.now();
  for (const FirewallChange& change : changes) {
    const FirewallEntry& entry = change.entry;
    Place place(entry.set, entry.prefix, entry.port);
    if (!change.add) {
      entries_.erase(place);
    } else {
      entries_[place] = entry.span ? std::optional<Time>(now + *entry.span) : std::nullopt;
    }
  }
  return {};
}

Result<std::vector<FirewallEntry>> NoFirewall::list() {
  if (!installed_)
    return fail(ErrorKind::not_found, "cannot list the firewall's entries: nothing is installed");
  Time now = clock_.now();
  std::erase_if(entries_, [&](const auto& item) { return item.second && *item.second <= now; });
  std::vector<FirewallEntry> result;
  result.reserve(entries_.size());
  for (const auto& [place, until] : entries_) {
    FirewallEntry entry;
    std::tie(entry.set, entry.prefix, entry.port) = place;
    if (until) entry.span = std::chrono::ceil<Seconds>(*until - now);
    result.push_back(entry);
  }
  return result;
}

Status NoFirewall::remove() {
  entries_.clear();
  installed_ = false;
  return {};
}

std::string NoFirewall::describe() const { return what_; }

}  // namespace denwaban::actions
