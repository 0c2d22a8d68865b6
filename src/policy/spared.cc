// SPDX-License-Identifier: GPL-3.0-or-later
#include "policy/spared.h"

#include <algorithm>
#include <array>
#include <set>

namespace denwaban::policy {
namespace {

struct Surroundings {
  std::string_view prefix;
  std::string_view what;
};
// Never the source of a packet from outside: a record that names one of these is wrong or forged.
constexpr std::array kSurroundings = {
    Surroundings{"127.0.0.0/8", "loopback"},
    Surroundings{"::1/128", "loopback"},
    Surroundings{"0.0.0.0/8", "unspecified"},
    Surroundings{"::/128", "unspecified"},
    Surroundings{"224.0.0.0/3", "multicast and reserved"},
    Surroundings{"ff00::/8", "multicast"},
};

int importance(Reason reason) {
  switch (reason) {
    case Reason::own_address:
      return 3;
    case Reason::login_session:
      return 2;
    case Reason::trunk:
      return 1;
    default:
      return 0;
  }
}

}  // namespace

Spared::Spared(std::span<const IpPrefix> allow) {
  for (const IpPrefix& prefix : allow) from_settings_[prefix] = true;
  protect({});
}

void Spared::protect(Protected entries) {
  protected_.clear();
  for (const auto& [prefix, what] : kSurroundings) {
    IpPrefix parsed = *IpPrefix::parse(prefix);
    protected_[parsed].push_back({parsed, Reason::own_address, std::string(what), std::nullopt});
  }
  for (auto& entry : entries.entries) protected_[entry.prefix].push_back(std::move(entry));
}

std::optional<Reason> Spared::reason_for(const IpPrefix& target, Time now) const {
  if (allowed(target)) return Reason::allow_listed;
  if (auto entry = protection(target, now); entry && entry->reason != Reason::trunk) return entry->reason;
  if (shared_front_ && target.contains(*shared_front_)) return Reason::shared_address;
  return std::nullopt;
}

bool Spared::holds_trunk(const IpPrefix& target, Time now) const {
  auto trunk = [&](const auto& at) {
    return std::any_of(at.second.begin(), at.second.end(), [&](const Protected::Entry& entry) {
      return entry.reason == Reason::trunk && (!entry.until || now < *entry.until);
    });
  };
  return protected_.covering(target, trunk) || protected_.inside(target, trunk);
}

std::optional<IpPrefix> Spared::allowed(const IpPrefix& target) const {
  auto any = [](const auto&) { return true; };
  for (const auto* list : {&from_settings_, &by_hand_}) {
    if (auto at = list->covering(target, any)) return at->first;
    if (auto at = list->inside(target, any)) return at->first;
  }
  return std::nullopt;
}

std::optional<Protected::Entry> Spared::protection(const IpPrefix& target, Time now) const {
  const Protected::Entry* best = nullptr;
  auto weigh = [&](const auto& at) {
    for (const Protected::Entry& entry : at.second) {
      if (entry.until && now >= *entry.until) continue;
      if (!best || importance(entry.reason) > importance(best->reason)) best = &entry;
    }
    return false;
  };
  protected_.covering(target, weigh);
  protected_.inside(target, weigh);
  if (!best) return std::nullopt;
  return *best;
}

std::vector<IpPrefix> Spared::allow_list() const {
  std::set<IpPrefix> all;
  for (const auto* list : {&from_settings_, &by_hand_})
    for (const auto& [prefix, unused] : *list) all.insert(prefix);
  return {all.begin(), all.end()};
}

std::vector<IpPrefix> Spared::prefixes() const {
  std::vector<IpPrefix> all = allow_list();
  for (const auto& [prefix, unused] : protected_) all.push_back(prefix);
  if (shared_front_) all.push_back(IpPrefix::host(*shared_front_));
  return all;
}

}  // namespace denwaban::policy
