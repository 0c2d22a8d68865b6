// SPDX-License-Identifier: GPL-3.0-or-later
#include "actions/enforcer.h"

#include <algorithm>

#include "actions/helper_protocol.h"
#include "actions/nftables_firewall.h"
#include "actions/reconcile.h"

namespace denwaban::actions {
namespace {

using Set = FirewallEntry::Set;

bool is_target(const IpPrefix& prefix) { return prefix.length() != 0; }

// IPv6 sources are shed by their /64.
IpPrefix as_source(const IpPrefix& prefix) {
  return prefix.is_host() ? IpPrefix::source(prefix.address()) : prefix;
}

FirewallEntry make_entry(Set set, IpPrefix prefix, uint16_t port = 0) {
  FirewallEntry entry;
  entry.set = set;
  entry.prefix = prefix;
  entry.port = port;
  return entry;
}

Status check(const FirewallChange& change) {
  if (Status status = check_change(change); !status) return status;
  if (auto set = set_of(change.entry); !set) return tl::unexpected(set.error());
  return {};
}

std::vector<FirewallChange> additions(std::span<const FirewallEntry> entries) {
  std::vector<FirewallChange> changes;
  changes.reserve(entries.size());
  for (const FirewallEntry& entry : entries)
    if (FirewallChange change{true, entry}; check(change)) changes.push_back(change);
  return changes;
}

}  // namespace

std::optional<FirewallEntry> entry_for(const Decision& decision, Time now) {
  if (decision.dry_run || !is_target(decision.target)) return std::nullopt;
  FirewallEntry entry;
  switch (decision.action) {
    case Action::ban:
      entry = decision.port == 0 ? make_entry(Set::ban, decision.target)
                                 : make_entry(Set::ban_port, decision.target, decision.port);
      break;
    case Action::shed:
      entry = make_entry(Set::shed, as_source(decision.target));
      break;
    case Action::allow:
      entry = make_entry(Set::allow, decision.target);
      break;
    default:
      return std::nullopt;
  }
  if (decision.span) {
    entry.span = std::chrono::ceil<Seconds>(decision.time + *decision.span - now);
    if (entry.span->count() <= 0) return std::nullopt;
    entry.span = std::min(*entry.span, kSpanMax);
  }
  return entry;
}

Status Enforcer::note(Status status) {
  if (!status) {
    behind_ = true;
    last_error_ = status.error();
  }
  return status;
}

Status Enforcer::install() { return note(firewall_.install(ports_)); }

Status Enforcer::guard_ports(GuardedPorts ports) {
  ports_ = std::move(ports);
  return install();
}

void Enforcer::map(const Decision& decision, Time now, std::vector<FirewallChange>& out) {
  if (decision.dry_run || !is_target(decision.target)) return;
  auto remove = [&](Set set, const IpPrefix& prefix, uint16_t port = 0) {
    out.push_back({false, make_entry(set, prefix, port)});
  };
  if (decision.action == Action::disallow) {
    remove(Set::allow, decision.target);
  } else if (decision.action != Action::unban) {
    auto entry = entry_for(decision, now);
    if (!entry) return;
    out.push_back({true, *entry});
    if (entry->set == Set::ban_port) port_bans_.emplace(entry->prefix, entry->port);
  } else {
    // A port belongs to one address; an IPv6 source is lifted as a /64, with all its addresses' ports.
    IpPrefix source = as_source(decision.target);
    const IpPrefix& lifted = decision.port != 0 ? decision.target : source;
    auto first = port_bans_.lower_bound({lifted, 0});
    while (first != port_bans_.end() && lifted.contains(first->first)) {
      if (decision.port != 0 && first->second != decision.port) {
        ++first;
        continue;
      }
      remove(Set::ban_port, first->first, first->second);
      first = port_bans_.erase(first);
    }
    if (decision.port != 0) return;
    remove(Set::ban, decision.target);
    if (auto shed = FirewallChange{false, make_entry(Set::shed, source)}; set_of(shed.entry))
      out.push_back(shed);
    // Networks inside this one were kept out of the kernel by it.
    if (!decision.target.is_host()) behind_ = true;
  }
}

Status Enforcer::apply(std::span<const Decision> decisions, Time now) {
  std::vector<FirewallChange> changes;
  changes.reserve(decisions.size());
  for (const Decision& decision : decisions) map(decision, now, changes);
  return apply(changes);
}

Status Enforcer::apply(std::span<const FirewallChange> changes) {
  std::vector<FirewallChange> possible;
  possible.reserve(changes.size());
  Status refused;
  for (const FirewallChange& change : changes) {
    if (Status status = check(change); status) {
      possible.push_back(change);
    } else if (change.add) {
      refused = status;
    }
  }
  if (possible.empty()) return refused;
  Status status = note(firewall_.apply(possible));
  return status ? refused : status;
}

Result<Enforcer::Repair> Enforcer::rebuild(std::span<const FirewallEntry> desired, bool remove_first) {
  if (remove_first)
    if (Status status = note(firewall_.remove()); !status) return tl::unexpected(status.error());
  if (Status status = install(); !status) return tl::unexpected(status.error());
  auto changes = additions(desired);
  if (!changes.empty())
    if (Status status = note(firewall_.apply(changes)); !status) return tl::unexpected(status.error());
  return Repair{changes.size(), 0, true};
}

Result<Enforcer::Repair> Enforcer::reconcile(std::span<const FirewallEntry> desired) {
  port_bans_.clear();
  for (const FirewallEntry& entry : desired)
    if (entry.set == Set::ban_port) port_bans_.emplace(entry.prefix, entry.port);

  bool was_behind = behind_;
  Result<Repair> repair;
  auto held = firewall_.list();
  if (held) {
    std::vector<FirewallChange> changes = actions::reconcile(desired, *held);
    std::erase_if(changes, [](const FirewallChange& change) { return change.add && !check(change); });
    auto removed = static_cast<size_t>(std::ranges::count(changes, false, &FirewallChange::add));
    repair = Repair{changes.size() - removed, removed, false};
    if (Status status = changes.empty() ? Status() : note(firewall_.apply(changes)); !status)
      repair = tl::unexpected(status.error());
  } else if (held.error().kind == ErrorKind::not_found) {
    repair = rebuild(desired, false);
  } else if (held.error().kind != ErrorKind::full) {
    repair = tl::unexpected(note(tl::unexpected(held.error())).error());
  } else if (desired.size() < kListMax / 2) {
    repair = rebuild(desired, true);
  } else if (was_behind) {
    repair = rebuild(desired, false);
    if (repair) repair->table_was_gone = false;
  }
  if (repair) {
    behind_ = false;
    last_error_.reset();
  }
  return repair;
}

}  // namespace denwaban::actions
