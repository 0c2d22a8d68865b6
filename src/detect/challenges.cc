// SPDX-License-Identifier: GPL-3.0-or-later
#include "detect/challenges.h"

#include <algorithm>

#include "detect/suspects.h"

namespace denwaban::detect {

Challenges::Entry* Challenges::set_of(const IpAddress& key) {
  if (entries_.empty()) entries_.resize(kSets * kWays);
  return &entries_[hash(seed_, key) % kSets * kWays];
}

Challenges::Entry* Challenges::find(const IpAddress& address) {
  if (entries_.empty()) return nullptr;
  IpAddress key = source_of(address);
  Entry* set = set_of(key);
  for (Entry* e = set; e != set + kWays; ++e)
    if (e->key == key) return e;
  return nullptr;
}

void Challenges::drop(Entry& entry, size_t i) {
  names_.release(entry.asked[i].name);
  entry.asked[i] = entry.asked[--entry.used];
}

void Challenges::clear(Entry& entry) {
  while (entry.used > 0) drop(entry, entry.used - 1);
}

bool Challenges::challenged(const Event& event, std::string_view name, uint64_t name_hash,
                            const AccountEnumeration& options, const track::Trust& trust) {
  if (name.empty() || options.challenged_names == 0) return false;
  uint32_t now = second_of(event.time);
  Entry* entry = find(event.address);
  if (!entry) {
    IpAddress key = source_of(event.address);
    Entry* set = set_of(key);
    entry =
        std::min_element(set, set + kWays, [](const Entry& a, const Entry& b) { return a.last < b.last; });
    clear(*entry);
    entry->key = key;
    entry->told = false;
  }
  entry->last = now;
  entry->latest = event;
  entry->latest.account = entry->latest.extension = entry->latest.session = {};
  Names::Id known = names_.find(name_hash);
  uint32_t window = static_cast<uint32_t>(options.challenged_window.count());
  for (size_t i = entry->used; i-- > 0;) {
    uint32_t age = now > entry->asked[i].second ? now - entry->asked[i].second : 0;
    if (entry->asked[i].name == known) {
      entry->asked[i].second = now;
      return false;
    }
    if (age > window) drop(*entry, i);
  }
  if (entry->used == entry->asked.size()) drop(*entry, 0);
  Names::Id id = names_.acquire(name, name_hash);
  if (id == Names::kNone) return false;
  entry->asked[entry->used++] = {id, now};
  if (entry->used < std::min<size_t>(options.challenged_names, entry->asked.size())) return false;
  for (size_t i = entry->used; i-- > 0;) {
    auto level = trust.of(event.address, names_.text(entry->asked[i].name), event.time);
    if (level != track::TrustLevel::none) drop(*entry, i);
  }
  return entry->used >= std::min<size_t>(options.challenged_names, entry->asked.size());
}

void Challenges::answered(const IpAddress& address, uint64_t name_hash) {
  Entry* entry = find(address);
  if (!entry || entry->used == 0) return;
  Names::Id name = names_.find(name_hash);
  for (size_t i = entry->used; i-- > 0;)
    if (entry->asked[i].name == name) drop(*entry, i);
}

}  // namespace denwaban::detect
