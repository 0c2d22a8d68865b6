// SPDX-License-Identifier: GPL-3.0-or-later
// Values by key in the order of their arrival, at most `capacity`: the oldest makes room for the newest. Keys
// are seeded hashes.
#pragma once

#include <absl/container/flat_hash_map.h>

#include <cstdint>
#include <deque>

#include "base/time.h"

namespace denwaban::track::wire {

template <class Value>
class Recent {
 public:
  explicit Recent(size_t capacity) : capacity_(capacity < 1 ? 1 : capacity) {}

  Value* find(uint64_t key) {
    auto at = index_.find(key);
    return at == index_.end() ? nullptr : &slot(at->second).value;
  }
  // `leave(Value&)` is called for the one that makes room. The key must not be there.
  template <class Leave>
  Value& add(uint64_t key, Time now, Value value, Leave&& leave) {
    while (index_.size() >= capacity_) drop_first(leave);
    if (slots_.size() >= 2 * capacity_) compact();
    index_[key] = first_ + slots_.size();
    slots_.push_back({key, now, true, std::move(value)});
    return slots_.back().value;
  }
  // As if it had come now.
  void refresh(uint64_t key, Time now) {
    auto at = index_.find(key);
    if (at == index_.end() || slot(at->second).time + Seconds(10) > now) return;
    Value value = std::move(slot(at->second).value);
    erase(key);
    add(key, now, std::move(value), [](Value&) {});
  }
  void erase(uint64_t key) {
    auto at = index_.find(key);
    if (at == index_.end()) return;
    Slot& gone = slot(at->second);
    gone.used = false;
    gone.value = Value{};
    index_.erase(at);
  }
  // Drops all that came at `until` or before.
  template <class Leave>
  void expire(Time until, Leave&& leave) {
    while (!slots_.empty() && (slots_.front().time <= until || !slots_.front().used)) drop_first(leave);
  }
  // Calls f once for each that came at `until` or before.
  template <class F>
  void ripen(Time until, F&& f) {
    if (ripe_ < first_) ripe_ = first_;
    for (; ripe_ < first_ + slots_.size() && slot(ripe_).time <= until; ++ripe_)
      if (slot(ripe_).used) f(slot(ripe_).value);
  }
  // Calls f(key, time, value) for each, the oldest first.
  template <class F>
  void each(F&& f) const {
    for (const Slot& s : slots_)
      if (s.used) f(s.key, s.time, s.value);
  }
  size_t size() const { return index_.size(); }
  size_t bytes() const { return slots_.size() * sizeof(Slot) + index_.capacity() * 17; }

 private:
  struct Slot {
    uint64_t key;
    Time time;
    bool used;
    Value value;
  };
  Slot& slot(uint64_t number) { return slots_[static_cast<size_t>(number - first_)]; }
  // Takes out what erase() left.
  void compact() {
    std::deque<Slot> used;
    uint64_t ripe = first_;
    for (uint64_t number = first_; Slot & s : slots_) {
      if (s.used) {
        index_[s.key] = first_ + used.size();
        used.push_back(std::move(s));
        if (number < ripe_) ++ripe;
      }
      ++number;
    }
    slots_.swap(used);
    ripe_ = ripe;
  }
  template <class Leave>
  void drop_first(Leave&& leave) {
    Slot gone = std::move(slots_.front());
    slots_.pop_front();
    ++first_;
    if (!gone.used) return;
    index_.erase(gone.key);
    leave(gone.value);
  }

  size_t capacity_;
  std::deque<Slot> slots_;
  absl::flat_hash_map<uint64_t, uint64_t> index_;  // number of the slot
  uint64_t first_ = 0;                             // number of slots_.front()
  uint64_t ripe_ = 0;
};

}  // namespace denwaban::track::wire
