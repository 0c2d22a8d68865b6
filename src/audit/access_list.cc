// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/access_list.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "pbx/host_spec.h"

namespace denwaban::audit {
namespace {

constexpr double kNearlyAll = 0.5;

AccessEntry entry_of(std::string_view part, bool permits, const Option& option) {
  AccessEntry entry;
  entry.permits = permits;
  entry.option = option;
  while (part.starts_with('!')) {
    entry.permits = !entry.permits;
    part.remove_prefix(1);
  }
  if (auto network = pbx::parse_network(part)) {
    entry.well_formed = true;
    entry.network = *network;
  }
  return entry;
}

// The part of the family's addresses that a network holds.
double size_of(const IpPrefix& network) { return std::ldexp(1.0, -network.length()); }

// Networks are either apart or one inside the other, so that sorted they form a forest: what is left of each
// network without its children is decided by the last entry that holds it.
struct Node {
  IpPrefix network;
  size_t decided_by = 0;  // index of the entry, the latest on the way from the root
  double left = 0;
};

double allowed_share(const std::vector<AccessEntry>& entries, bool ipv4) {
  std::vector<std::pair<IpPrefix, size_t>> sorted;
  for (size_t i = 0; i < entries.size(); ++i)
    if (entries[i].well_formed && entries[i].network.address().is_v4() == ipv4)
      sorted.emplace_back(entries[i].network, i);
  std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
    return std::make_tuple(a.first.address(), a.first.length(), a.second) <
           std::make_tuple(b.first.address(), b.first.length(), b.second);
  });
  double allowed = 0;
  double strangers = 1;
  std::vector<Node> open;
  auto close = [&] {
    if (entries[open.back().decided_by].permits) allowed += open.back().left;
    open.pop_back();
  };
  for (const auto& [network, index] : sorted) {
    while (!open.empty() && !open.back().network.contains(network)) close();
    if (!open.empty() && open.back().network == network) {
      open.back().decided_by = std::max(open.back().decided_by, index);
      continue;
    }
    size_t decided_by = open.empty() ? index : std::max(open.back().decided_by, index);
    (open.empty() ? strangers : open.back().left) -= size_of(network);
    open.push_back({network, decided_by, size_of(network)});
  }
  while (!open.empty()) close();
  return std::clamp(allowed + strangers, 0.0, 1.0);
}

std::string lower(std::string_view text) {
  std::string all(text);
  for (char& c : all)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return all;
}

bool is_everybody(const AccessEntry& entry) { return entry.well_formed && entry.network.length() == 0; }

bool is_loopback_network(const IpPrefix& network) {
  return network.address().is_loopback() && network.length() >= (network.address().is_v4() ? 8 : 128);
}

bool permits_others(const AccessList& access) {
  return std::any_of(access.entries().begin(), access.entries().end(),
                     [](const AccessEntry& e) { return e.permits && e.well_formed && !is_loopback_network(e.network); });
}

}  // namespace

AccessList::AccessList(const Object& object, const NamedAccessLists& named, const AccessKeys& keys) {
  for (const Option& option : object.list({keys.permit, keys.deny, keys.named})) {
    bool is_name = parse::same_name(option.key, keys.named);
    std::vector<std::string_view> parts = pbx::split_list(option.variable->value);
    if (parts.empty() && !is_name) parts.push_back({});
    for (std::string_view part : parts) {
      if (entries_.size() + names_.size() >= kEntriesMax) break;
      if (!is_name) {
        entries_.push_back(entry_of(part, parse::same_name(option.key, keys.permit), option));
        continue;
      }
      const AccessList* list = named.find(part);
      names_.push_back({std::string(part), list != nullptr, option});
      if (list) named_lists_.push_back(list);
    }
  }
  count_shares();
}

bool AccessList::allows(const IpAddress& address) const {
  bool allowed = true;
  for (const AccessEntry& entry : entries_)
    if (entry.well_formed && entry.network.address().is_v4() == address.is_v4() &&
        entry.network.contains(address))
      allowed = entry.permits;
  return allowed && std::all_of(names_.begin(), names_.end(), [](const NamedAccess& n) { return n.known; }) &&
         std::all_of(named_lists_.begin(), named_lists_.end(),
                     [&](const AccessList* l) { return l->allows(address); });
}

void AccessList::count_shares() {
  ipv4_share_ = own_ipv4_share_ = allowed_share(entries_, true);
  ipv6_share_ = own_ipv6_share_ = allowed_share(entries_, false);
  if (named_lists_.size() < names_.size()) ipv4_share_ = ipv6_share_ = 0;
  for (const AccessList* list : named_lists_) {
    ipv4_share_ = std::min(ipv4_share_, list->ipv4_share_);
    ipv6_share_ = std::min(ipv6_share_, list->ipv6_share_);
  }
}

AccessFault AccessList::fault() const {
  if (entries_.empty()) return AccessFault::none;
  bool malformed =
      std::any_of(entries_.begin(), entries_.end(), [](const AccessEntry& e) { return !e.well_formed; });
  if (malformed) return AccessFault::malformed;
  bool permits =
      std::any_of(entries_.begin(), entries_.end(), [](const AccessEntry& e) { return e.permits; });
  bool denies =
      std::any_of(entries_.begin(), entries_.end(), [](const AccessEntry& e) { return !e.permits; });
  bool only_ipv6 = std::none_of(entries_.begin(), entries_.end(),
                                [](const AccessEntry& e) { return e.network.address().is_v4(); });
  double allowed = only_ipv6 ? own_ipv6_share_ : own_ipv4_share_;
  if (permits && allowed <= 0) return AccessFault::permits_nobody;
  if (restricts() || allowed < kNearlyAll) return AccessFault::none;
  if (permits && !denies) return AccessFault::permits_only;
  bool denied_everybody = std::any_of(entries_.begin(), entries_.end(),
                                      [](const AccessEntry& e) { return !e.permits && is_everybody(e); });
  return permits && denied_everybody ? AccessFault::permits_all : AccessFault::none;
}

const Option* AccessList::culprit() const {
  AccessFault found = fault();
  if (found == AccessFault::none) return nullptr;
  auto is_culprit = [&](const AccessEntry& e) {
    if (found == AccessFault::malformed) return !e.well_formed;
    return is_everybody(e) && e.permits == (found == AccessFault::permits_all);
  };
  auto last = std::find_if(entries_.rbegin(), entries_.rend(), is_culprit);
  return last == entries_.rend() ? &entries_.back().option : &last->option;
}

NamedAccessLists::NamedAccessLists(const Sources& sources) {
  const parse::ConfigFile* config = sources.file("acl.conf");
  if (!config) return;
  for (const parse::ConfigCategory& category : config->categories) {
    if (category.is_template) continue;
    Object object{"access list", category.name, config, &category, nullptr};
    all_.push_back({object, {}});
  }
  // Lists of acl.conf name no others.
  const NamedAccessLists kNone;
  for (size_t i = 0; i < all_.size(); ++i) {
    all_[i].list = AccessList(all_[i].object, kNone, {"permit", "deny", {}});
    by_name_.emplace(lower(all_[i].object.name), i);
  }
}

const AccessList* NamedAccessLists::find(std::string_view name) const {
  auto found = by_name_.find(lower(name));
  return found == by_name_.end() ? nullptr : &all_[found->second].list;
}

bool lets_others_in(const AccessList& access, const NamedAccessLists& named) {
  constexpr double kLoopbackShare = 1.0 / 256;
  if (!access.written() || access.share_of_ipv4() > kLoopbackShare) return true;
  if (access.share_of_ipv4() <= 0) return false;
  if (permits_others(access)) return true;
  return std::any_of(access.names().begin(), access.names().end(), [&](const NamedAccess& name) {
    const AccessList* list = named.find(name.name);
    return list && permits_others(*list);
  });
}

}  // namespace denwaban::audit
