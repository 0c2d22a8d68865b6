// SPDX-License-Identifier: GPL-3.0-or-later
#include "detect/suspects.h"

#include <algorithm>
#include <bit>

namespace denwaban::detect {
namespace {

// Higher is more suspicious. A day without evidence takes away most of it.
uint32_t suspicion(Severity severity, uint32_t failures, Time last, Time now) {
  uint32_t score = static_cast<uint32_t>(severity) << 9 | std::min(failures, 511u);
  auto days = std::chrono::duration_cast<Seconds>(now - last) / kDay;
  return days > 0 ? score >> std::min<int64_t>(3 * days, 31) : score;
}

}  // namespace

size_t Suspect::bytes() const {
  size_t bytes = sizeof *this + counts.capacity() * sizeof(Count) + names.capacity() * sizeof(Names::Id);
  for (const Count& c : counts) bytes += c.history.bytes() + c.known.evidence.bytes();
  return bytes;
}

uint32_t Suspects::promotion_mark() const {
  size_t used = index_.size() * 100 / std::max<size_t>(limits_.suspects, 1);
  uint32_t mark = used < 50 ? 1 : used < 75 ? 2 : used < 90 ? 3 : 4;
  return std::min(mark, std::max(limits_.promotion_max, 1u));
}

Suspect* Suspects::least_suspicious(bool among_proven, Time now) {
  constexpr int kLookedAt = 8;
  Suspect* least = nullptr;
  uint32_t least_score = ~0u;
  int seen = 0;
  for (size_t steps = 0; steps < suspects_.size() && seen < kLookedAt && steps < 64; ++steps) {
    hand_ = (hand_ + 1) % suspects_.size();
    Suspect* s = suspects_[hand_].get();
    if (!s || (s->failures_proven > 0 && !among_proven)) continue;
    ++seen;
    uint32_t score = suspicion(s->severity(), s->failures, s->last, now);
    if (score < least_score) least_score = score, least = s;
  }
  return least;
}

Suspect* Suspects::add(const IpAddress& address, bool proven, uint32_t failures, Time now,
                       const std::function<void(Suspect&)>& leaving) {
  size_t room = proven ? limits_.suspects : limits_.suspects - limits_.suspects / 4;
  if (index_.size() >= room) {
    Suspect* least = least_suspicious(proven, now);
    if (!least) return nullptr;
    uint32_t theirs = suspicion(least->severity(), least->failures, least->last, now);
    if (!proven && theirs > suspicion(Severity::info, failures, now, now)) return nullptr;
    leaving(*least);
    remove(*least);
    ++evicted_;
  }
  auto fresh = std::make_unique<Suspect>();
  fresh->address = address;
  fresh->key = source_of(address);
  fresh->last = now;
  return put(std::move(fresh));
}

Suspect* Suspects::put(std::unique_ptr<Suspect> suspect) {
  uint32_t place = static_cast<uint32_t>(suspects_.size());
  if (!free_.empty()) {
    place = free_.back();
    free_.pop_back();
  } else {
    suspects_.emplace_back();
    due_.emplace_back();
    blocks_due_.resize(place / kBlock + 1);
  }
  due_[place] = blocks_due_[place / kBlock] = 0;
  suspect->place = place;
  index_[suspect->key] = place;
  suspects_[place] = std::move(suspect);
  return suspects_[place].get();
}

void Suspects::remove(Suspect& suspect) {
  for (Names::Id id : suspect.names) names_.release(id);
  auto found = index_.find(suspect.key);
  uint32_t place = found->second;
  index_.erase(found);
  suspects_[place].reset();
  free_.push_back(place);
}

NameIndex Suspects::name_index(Suspect& suspect, std::string_view name, uint64_t hashed) {
  if (name.empty()) return kNoName;
  if (suspect.latest_name != hashed || suspect.latest_index == kNoName) {
    suspect.latest_index = find_or_add(suspect, name, hashed);
    suspect.latest_name = hashed;
  }
  return suspect.latest_index;
}

NameIndex Suspects::find_or_add(Suspect& suspect, std::string_view name, uint64_t hashed) {
  Names::Id id = names_.find(hashed);
  if (id != Names::kNone) {
    NameIndex known = suspect.index_of(id);
    if (known != kNoName) return known;
  }
  if (suspect.names.size() < kNamesMax) {
    id = names_.acquire(name, hashed);
    if (id != Names::kNone) {
      suspect.names.push_back(id);
      return static_cast<NameIndex>(suspect.names.size() - 1);
    }
  }
  suspect.other_names |= uint64_t{1} << (hashed >> 58);
  return kOtherName;
}

size_t Suspects::bytes() const {
  size_t bytes = suspects_.capacity() * (sizeof(void*) + 4) + index_.capacity() * (sizeof(IpAddress) + 5);
  for (const auto& s : suspects_)
    if (s) bytes += s->bytes();
  return bytes;
}

}  // namespace denwaban::detect
