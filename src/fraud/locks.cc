// SPDX-License-Identifier: GPL-3.0-or-later
#include "fraud/locks.h"

#include <algorithm>

#include "model/event.h"

namespace denwaban::fraud {
namespace {

constexpr uint8_t kVersion = 1;

bool lasts_longer(const Lock& a, const Lock& b) {
  if (!b.until) return false;
  return !a.until || *a.until > *b.until;
}

template <class Map>
void put_in(Map& map, typename Map::key_type key, Lock lock) {
  auto at = map.find(key);
  if (at != map.end()) {
    if (lasts_longer(lock, at->second)) at->second = std::move(lock);
    return;
  }
  if (map.size() >= Locks::kLocksMax)
    map.erase(std::ranges::min_element(map, [](const auto& a, const auto& b) { return lasts_longer(b.second, a.second); }));
  map.emplace(std::move(key), std::move(lock));
}

void put(ByteWriter& out, const Lock& lock) {
  out.put(static_cast<uint8_t>(lock.until.has_value()));
  out.put(lock.until.value_or(Time{}));
  out.put(lock.since);
  out.put(lock.because);
}

Lock get(ByteReader& in) {
  Lock lock;
  bool ends = in.get<uint8_t>() != 0;
  Time until = in.get_time();
  if (ends) lock.until = until;
  lock.since = in.get_time();
  lock.because = in.get_text(Event::kAccountLengthMax);
  return lock;
}

Lock lock_of(const Decision& decision) {
  Lock lock;
  lock.since = decision.time;
  if (decision.span) lock.until = decision.time + *decision.span;
  if (!decision.because.empty()) lock.because = decision.because.front();
  if (!decision.by.empty()) lock.because = decision.by;
  lock.because.resize(std::min(lock.because.size(), Event::kAccountLengthMax));
  return lock;
}

}  // namespace

void Locks::lock(std::string_view account, Lock lock) {
  if (!account.empty()) put_in(accounts_, std::string(account.substr(0, Event::kAccountLengthMax)), std::move(lock));
}

bool Locks::unlock(std::string_view account) {
  auto at = accounts_.find(account.substr(0, Event::kAccountLengthMax));
  if (at == accounts_.end()) return false;
  accounts_.erase(at);
  return true;
}

const Lock* Locks::locked(std::string_view account, Time now) const {
  auto at = accounts_.find(account.substr(0, Event::kAccountLengthMax));
  return at != accounts_.end() && at->second.holds(now) ? &at->second : nullptr;
}

void Locks::close(std::string_view trunk, std::string_view place, Lock lock) {
  auto cut = [](std::string_view text) { return std::string(text.substr(0, Event::kAccountLengthMax)); };
  if (!trunk.empty()) put_in(trunks_, TrunkPlace(cut(trunk), cut(place)), std::move(lock));
}

bool Locks::open(std::string_view trunk, std::string_view place) {
  return trunks_.erase(TrunkPlace(std::string(trunk), std::string(place))) > 0;
}

const Lock* Locks::closed(std::string_view trunk, std::string_view place, Time now) const {
  for (std::string_view one : {place, std::string_view()}) {
    auto at = trunks_.find(TrunkPlace(std::string(trunk), std::string(one)));
    if (at != trunks_.end() && at->second.holds(now)) return &at->second;
  }
  return nullptr;
}

void Locks::apply(const Decision& decision) {
  if (decision.dry_run) return;
  std::string_view account = decision.subject.account ? std::string_view(*decision.subject.account) : std::string_view();
  if (decision.action == Action::lock_account) lock(account, lock_of(decision));
  if (decision.action == Action::unlock_account) unlock(account);
  if (!decision.about) return;
  if (decision.action == Action::close_trunk) close(decision.about->trunk, decision.about->place, lock_of(decision));
  if (decision.action == Action::open_trunk) open(decision.about->trunk, decision.about->place);
}

void Locks::pass_time(Time now) {
  auto over = [now](const auto& entry) { return !entry.second.holds(now); };
  std::erase_if(accounts_, over);
  std::erase_if(trunks_, over);
}

void Locks::save(ByteWriter& out) const {
  out.put(kVersion);
  out.put(static_cast<uint32_t>(accounts_.size()));
  for (const auto& [name, lock] : accounts_) {
    out.put(name);
    put(out, lock);
  }
  out.put(static_cast<uint32_t>(trunks_.size()));
  for (const auto& [key, lock] : trunks_) {
    out.put(key.first);
    out.put(key.second);
    put(out, lock);
  }
}

bool Locks::load(ByteReader& in) {
  constexpr size_t kLeast = 25;  // bytes of one
  if (in.get<uint8_t>() != kVersion) return false;
  Locks fresh;
  uint32_t accounts = in.get_count(kLeast);
  for (uint32_t i = 0; i < accounts && !in.failed(); ++i) {
    std::string name = in.get_text(Event::kAccountLengthMax);
    fresh.lock(name, get(in));
  }
  uint32_t trunks = in.get_count(kLeast);
  for (uint32_t i = 0; i < trunks && !in.failed(); ++i) {
    std::string trunk = in.get_text(Event::kAccountLengthMax), place = in.get_text(Event::kAccountLengthMax);
    fresh.close(trunk, place, get(in));
  }
  if (in.failed()) return false;
  *this = std::move(fresh);
  return true;
}

}  // namespace denwaban::fraud
