// SPDX-License-Identifier: GPL-3.0-or-later
#include "fraud/exchange.h"

#include <algorithm>

namespace denwaban::fraud {

uint64_t tail_of(std::string_view digits) {
  constexpr size_t kTail = 9, kLeast = 7;
  uint64_t tail = 0, factor = 1;
  size_t count = 0;
  for (auto at = digits.rbegin(); at != digits.rend() && count < kTail; ++at) {
    if (*at < '0' || *at > '9') continue;
    tail += factor * static_cast<uint64_t>(*at - '0');
    factor *= 10;
    ++count;
  }
  return count < kLeast ? 0 : tail + factor;
}

double Exchange::maturity(int32_t today) const {
  constexpr double kDays = 10, kCalls = 50;
  return std::clamp((today - first_day) / kDays, 0.0, 1.0) * std::min(calls / kCalls, 1.0);
}

void Exchange::learn_number(uint64_t key, int32_t day) {
  constexpr int32_t kRemembered = 400;
  if (numbers_.size() >= kNumbersMax) {
    absl::erase_if(numbers_, [&](const auto& entry) { return entry.second + kRemembered < day; });
    if (numbers_.size() >= kNumbersMax) return;
  }
  numbers_.try_emplace(key, day);
}

bool Exchange::knows_number(uint64_t key, int32_t today) const {
  auto at = numbers_.find(key);
  return at != numbers_.end() && at->second < today;
}

const PlaceMemory* Exchange::find_place(uint64_t key) const {
  auto at = memories_.find(key);
  return at == memories_.end() ? nullptr : &at->second;
}

PlaceMemory& Exchange::place(uint64_t key) {
  // Places are countries and networks of a fixed table: more there cannot be.
  if (memories_.size() >= kPlacesMax && !memories_.contains(key)) memories_.clear();
  return memories_[key];
}

void Exchange::learn_ring(std::string_view caller_digits, Time now) {
  uint64_t tail = tail_of(caller_digits);
  if (tail == 0) return;
  if (rings_.size() >= kRingsMax) rings_.pop_front();
  rings_.push_back({tail, now});
}

Exchange::Rang Exchange::rang(std::string_view digits, Time now) const {
  constexpr auto kRemembered = std::chrono::hours(72);
  constexpr uint64_t kAlike = 1000;
  uint64_t tail = tail_of(digits);
  Rang result;
  for (const Ring& ring : rings_) {
    if (ring.time + kRemembered < now) continue;
    if (ring.tail / kAlike == tail / kAlike) ++result.rings;
    if (ring.tail == tail) result.ago = std::chrono::floor<Seconds>(now - ring.time).count();
  }
  return result;
}

uint64_t Exchange::add_odd(OddCall call) {
  if (odd_.size() >= kOddMax) {
    odd_.pop_front();
    ++odd_before_;
  }
  odd_.push_back(std::move(call));
  return odd_before_ + odd_.size() - 1;
}

OddCall* Exchange::odd(uint64_t serial) {
  return serial >= odd_before_ && serial < odd_before_ + odd_.size() ? &odd_[serial - odd_before_] : nullptr;
}

}  // namespace denwaban::fraud
