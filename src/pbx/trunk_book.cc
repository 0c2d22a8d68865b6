// SPDX-License-Identifier: GPL-3.0-or-later
#include "pbx/trunk_book.h"

#include <algorithm>

namespace denwaban::pbx {
namespace {

// RFC 3263 without NAPTR: which services a name without a port may offer. Asking for all of SIP's transports
// costs three small packets and finds the provider that moved to TCP.
std::vector<std::string> services_of(const TrunkHost& trunk) {
  if (trunk.port != 0) return {};
  if (trunk.service == "iax2") return {"_iax._udp"};
  return {"_sip._udp", "_sip._tcp", "_sips._tcp"};
}

bool is_name(const TrunkHost& trunk) { return trunk.prefixes.empty() && !trunk.host.empty(); }

void merge(std::vector<std::string>& into, const std::vector<std::string>& more) {
  for (const std::string& text : more) {
    if (std::find(into.begin(), into.end(), text) == into.end()) into.push_back(text);
  }
}

Seconds after_failures(uint32_t failures) {
  return std::min(TrunkBook::kRefreshMin * (1u << std::min(failures, 6u)), TrunkBook::kRefreshMax);
}

}  // namespace

void TrunkBook::follow(std::span<const TrunkHost> trunks) {
  trunks_.assign(trunks.begin(), trunks.end());
  for (auto& [host, name] : names_) {
    name.followed = false;
    name.services.clear();
  }
  for (const TrunkHost& trunk : trunks_) {
    if (!is_name(trunk)) continue;
    if (names_.size() >= kNamesMax && !names_.count(trunk.host)) make_room();
    if (names_.size() >= kNamesMax && !names_.count(trunk.host)) continue;
    Name& name = names_[trunk.host];
    name.followed = true;
    merge(name.services, services_of(trunk));
  }
}

// The name that nobody follows and that was answered longest ago leaves.
void TrunkBook::make_room() {
  auto oldest = names_.end();
  for (auto it = names_.begin(); it != names_.end(); ++it) {
    if (it->second.followed) continue;
    if (oldest == names_.end() || it->second.answered < oldest->second.answered) oldest = it;
  }
  if (oldest != names_.end()) names_.erase(oldest);
}

std::vector<TrunkQuestion> TrunkBook::due(Time now, size_t count_max) {
  std::vector<TrunkQuestion> questions;
  for (auto& [host, name] : names_) {
    if (questions.size() >= count_max) break;
    // A clock that was set back must not put refreshing off.
    if (!name.followed || (name.due > now && name.due - now <= kRefreshMax)) continue;
    if (name.asked) ++name.failures;
    name.asked = true;
    name.due = now + kPatience;
    questions.push_back({host, name.services});
  }
  // Names that nobody follows are not asked for; they leave when their time is over.
  std::erase_if(names_, [&](const auto& entry) {
    return !entry.second.followed && now - entry.second.answered > kKeep;
  });
  return questions;
}

std::optional<Time> TrunkBook::next_due() const {
  std::optional<Time> next;
  for (const auto& [host, name] : names_) {
    if (name.followed && (!next || name.due < *next)) next = name.due;
  }
  return next;
}

void TrunkBook::answer(const TrunkAnswer& answer, Time now) {
  auto found = names_.find(answer.host);
  if (found == names_.end()) return;
  Name& name = found->second;
  name.asked = false;
  for (const IpAddress& address : answer.addresses) {
    if (!address.is_unspecified() && !address.is_multicast()) name.seen[address] = now;
  }
  if (answer.complete) name.answered = now;
  bool failed = !answer.complete && answer.addresses.empty();
  Seconds wait = failed ? after_failures(name.failures) : std::clamp(answer.ttl, kRefreshMin, kRefreshMax);
  name.failures = failed ? std::min(name.failures + 1, 1000u) : 0;
  name.due = now + wait;
  forget_old(name);
}

void TrunkBook::forget_old(Name& name) {
  std::erase_if(name.seen, [&](const auto& entry) { return name.answered - entry.second > kKeep; });
  while (name.seen.size() > kAddressesMax) {
    name.seen.erase(std::min_element(name.seen.begin(), name.seen.end(),
                                     [](const auto& a, const auto& b) { return a.second < b.second; }));
  }
}

std::vector<TrunkBook::Entry> TrunkBook::entries() const {
  std::vector<Entry> entries;
  for (const TrunkHost& trunk : trunks_) {
    for (const IpPrefix& prefix : trunk.prefixes) entries.push_back({prefix, trunk});
    auto found = is_name(trunk) ? names_.find(trunk.host) : names_.end();
    if (found == names_.end()) continue;
    for (const auto& [address, time] : found->second.seen)
      entries.push_back({IpPrefix::host(address), trunk});
  }
  return entries;
}

std::vector<std::string> TrunkBook::unknown_names() const {
  std::vector<std::string> unknown;
  for (const auto& [host, name] : names_) {
    if (name.followed && name.seen.empty()) unknown.push_back(host);
  }
  return unknown;
}

void TrunkBook::save(ByteWriter& out) const {
  out.put(static_cast<uint32_t>(names_.size()));
  for (const auto& [host, name] : names_) {
    out.put(host);
    out.put(name.answered);
    out.put(static_cast<uint32_t>(name.seen.size()));
    for (const auto& [address, time] : name.seen) {
      out.put(address);
      out.put(time);
    }
  }
}

bool TrunkBook::load(ByteReader& in) {
  constexpr size_t kNameBytes = 4 + 8 + 4;
  constexpr size_t kAddressBytes = 16 + 8;
  std::map<std::string, Name> names;
  uint32_t count = in.get_count(kNameBytes);
  for (uint32_t i = 0; i < count && !in.failed(); ++i) {
    Name& name = names[in.get_text(kNamesMax)];
    name.answered = in.get_time();
    uint32_t addresses = in.get_count(kAddressBytes);
    for (uint32_t j = 0; j < addresses && !in.failed(); ++j) {
      IpAddress address = in.get_address();
      name.seen[address] = in.get_time();
    }
    while (name.seen.size() > kAddressesMax) name.seen.erase(name.seen.begin());
  }
  if (in.failed() || names.size() > kNamesMax) names.clear();
  names_ = std::move(names);
  std::vector<TrunkHost> trunks = std::move(trunks_);
  follow(trunks);
  return !in.failed();
}

}  // namespace denwaban::pbx
