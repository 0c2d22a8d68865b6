// SPDX-License-Identifier: GPL-3.0-or-later
#include "policy/standing_table.h"

#include <algorithm>
#include <string_view>
#include <tuple>

namespace denwaban::policy {
namespace {

// The findings kept with a ban: enough to explain it, few enough for a million.
constexpr size_t kBecauseMax = 4;
constexpr size_t kTextMax = 4096;

void append(std::string& texts, std::string_view text) {
  texts.append(text.substr(0, std::min(text.find('\0'), kTextMax / 8)));
  texts.push_back('\0');
}

std::string take(std::string_view& texts) {
  std::string text(texts.substr(0, texts.find('\0')));
  texts.remove_prefix(std::min(texts.size(), text.size() + 1));
  return text;
}

}  // namespace

StandingTable::Key StandingTable::key_of(const Decision& decision) {
  Kind kind = decision.port != 0 ? Kind::ban_port : Kind::ban;
  if (decision.action == Action::shed) kind = Kind::shed;
  if (decision.action == Action::allow) kind = Kind::allow;
  return {kind, decision.target, kind == Kind::ban_port ? decision.port : uint16_t{0}};
}

StandingTable::Entry StandingTable::entry_of(const Decision& decision) {
  Entry entry;
  entry.time = decision.time;
  // A span that no calendar holds is for ever.
  if (decision.span && *decision.span < std::chrono::floor<Seconds>(kForever - decision.time))
    entry.until = decision.time + *decision.span;
  append(entry.texts, decision.id);
  append(entry.texts, decision.by);
  append(entry.texts, decision.note);
  for (size_t i = 0; i < std::min(decision.because.size(), kBecauseMax); ++i)
    append(entry.texts, decision.because[i]);
  entry.level = decision.level;
  entry.reason = decision.reason;
  entry.proven = decision.proof >= AddressProof::connected;
  entry.dry_run = decision.dry_run;
  return entry;
}

Decision StandingTable::decision_of(const Key& key, const Entry& entry) {
  Decision decision;
  std::string_view texts = entry.texts;
  decision.id = take(texts);
  decision.by = take(texts);
  decision.note = take(texts);
  while (!texts.empty()) decision.because.push_back(take(texts));
  decision.time = entry.time;
  decision.action = Action::ban;
  if (key.kind == Kind::shed) decision.action = Action::shed;
  if (key.kind == Kind::allow) decision.action = Action::allow;
  decision.target = key.target;
  decision.port = key.port;
  if (entry.until != kForever) decision.span = std::chrono::duration_cast<Seconds>(entry.until - entry.time);
  decision.level = entry.level;
  decision.proof = entry.proven ? AddressProof::connected : AddressProof::claimed;
  decision.reason = entry.reason;
  decision.dry_run = entry.dry_run;
  return decision;
}

void StandingTable::put(const Key& key, Entry entry) {
  erase(key);
  if (entry.until != kForever) ends_.emplace(entry.until, key);
  if (key.kind == Kind::ban && !entry.proven && !entry.by_hand()) claimed_.insert(key.target);
  switch (key.kind) {
    case Kind::ban:
      bans_[key.target] = std::move(entry);
      break;
    case Kind::shed:
      sheds_[key.target] = std::move(entry);
      break;
    case Kind::allow:
      allows_[key.target] = std::move(entry);
      break;
    case Kind::ban_port:
      ports_by_target_[key.target][key.port] = std::move(entry);
      ports_.insert(key);
      break;
  }
}

bool StandingTable::erase(const Key& key) {
  const Entry* entry = find(key);
  if (!entry) return false;
  ends_.erase({entry->until, key});
  switch (key.kind) {
    case Kind::ban:
      claimed_.erase(key.target);
      bans_.erase(key.target);
      break;
    case Kind::shed:
      sheds_.erase(key.target);
      break;
    case Kind::allow:
      allows_.erase(key.target);
      break;
    case Kind::ban_port: {
      auto* ports = ports_by_target_.find(key.target);
      ports->erase(key.port);
      if (ports->empty()) ports_by_target_.erase(key.target);
      ports_.erase(key);
      break;
    }
  }
  return true;
}

const StandingTable::Entry* StandingTable::find(const Key& key) const {
  if (key.kind == Kind::ban) return bans_.find(key.target);
  if (key.kind == Kind::shed) return sheds_.find(key.target);
  if (key.kind == Kind::allow) return allows_.find(key.target);
  const auto* ports = ports_by_target_.find(key.target);
  if (!ports) return nullptr;
  auto at = ports->find(key.port);
  return at == ports->end() ? nullptr : &at->second;
}

const PrefixMap<StandingTable::Entry>::Entry* StandingTable::ban_over(const IpPrefix& target,
                                                                      Time now) const {
  return bans_.covering(target, [&](const auto& at) { return at.second.holds(now); });
}

std::vector<StandingTable::Key> StandingTable::touching(const IpPrefix& target) const {
  std::set<Key> keys;
  auto collect_from = [&](const auto& map, auto add) {
    auto each = [&](const auto& at) {
      add(at);
      return false;
    };
    map.covering(target, each);
    map.inside(target, each);
  };
  collect_from(bans_, [&](const auto& at) { keys.insert({Kind::ban, at.first, 0}); });
  collect_from(sheds_, [&](const auto& at) { keys.insert({Kind::shed, at.first, 0}); });
  collect_from(ports_by_target_, [&](const auto& at) {
    for (const auto& [port, unused] : at.second) keys.insert({Kind::ban_port, at.first, port});
  });
  return {keys.begin(), keys.end()};
}

std::optional<std::pair<Time, StandingTable::Key>> StandingTable::next_end() const {
  if (ends_.empty()) return std::nullopt;
  return *ends_.begin();
}

std::optional<StandingTable::Key> StandingTable::next_automatic() const {
  for (const auto& [until, key] : ends_)
    if (!find(key)->by_hand()) return key;
  return std::nullopt;
}

std::vector<StandingTable::Key> StandingTable::keys() const {
  std::vector<Key> keys(ports_.begin(), ports_.end());
  keys.reserve(size());
  for (const auto& [target, unused] : bans_) keys.push_back({Kind::ban, target, 0});
  for (const auto& [target, unused] : sheds_) keys.push_back({Kind::shed, target, 0});
  for (const auto& [target, unused] : allows_) keys.push_back({Kind::allow, target, 0});
  std::sort(keys.begin(), keys.end(), [](const Key& a, const Key& b) {
    return std::tie(a.target, a.kind, a.port) < std::tie(b.target, b.kind, b.port);
  });
  return keys;
}

void StandingTable::save(ByteWriter& out) const {
  out.put(static_cast<uint32_t>(size()));
  for (const Key& key : keys()) {
    const Entry& entry = *find(key);
    out.put(key.kind);
    out.put(key.target);
    out.put(key.port);
    out.put(entry.time);
    out.put(entry.until);
    out.put(entry.texts);
    out.put(entry.level);
    out.put(entry.proven);
    out.put(entry.reason);
    out.put(entry.dry_run);
  }
}

bool StandingTable::load(ByteReader& in) {
  constexpr size_t kBytesEach = 1 + 17 + 2 + 8 + 8 + 4 + 2 + 1 + 1 + 1;
  uint32_t count = in.get_count(kBytesEach);
  for (uint32_t i = 0; i < count && !in.failed(); ++i) {
    Key key;
    auto kind = in.get<uint8_t>();
    key.target = in.get_prefix();
    key.port = in.get<uint16_t>();
    Entry entry;
    entry.time = in.get_time();
    entry.until = in.get_time();
    entry.texts = in.get_text(kTextMax);
    entry.level = in.get<uint16_t>();
    entry.proven = in.get<uint8_t>() != 0;
    auto reason = in.get<uint8_t>();
    entry.dry_run = in.get<uint8_t>() != 0;
    if (in.failed() || kind > uint8_t(Kind::allow) || reason > uint8_t(Reason::expired)) return false;
    key.kind = static_cast<Kind>(kind);
    entry.reason = static_cast<Reason>(reason);
    put(key, std::move(entry));
  }
  return !in.failed();
}

}  // namespace denwaban::policy
