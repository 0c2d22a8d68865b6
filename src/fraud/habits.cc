// SPDX-License-Identifier: GPL-3.0-or-later
#include "fraud/habits.h"

#include <algorithm>

namespace denwaban::fraud {

void KnownPlaces::learn(uint64_t place, int32_t day) {
  auto at = std::ranges::find(places_, place, &KnownPlace::place);
  if (at == places_.end()) {
    if (places_.size() >= kPlacesMax) places_.erase(std::ranges::min_element(places_, {}, &KnownPlace::last_day));
    places_.push_back({place, day, day, 1, 1});
    return;
  }
  if (day > at->last_day) {
    at->last_day = day;
    ++at->days;
  }
  ++at->calls;
}

uint32_t KnownPlaces::days_before(uint64_t place, int32_t day) const {
  constexpr int32_t kForgotten = 400;
  auto at = std::ranges::find(places_, place, &KnownPlace::place);
  if (at == places_.end() || at->last_day + kForgotten < day) return 0;
  return at->last_day >= day ? at->days - 1 : at->days;
}

void UsualMost::close_day(bool learn) {
  constexpr double kKeep = 0.995, kGrowth = 2, kStart = 3;
  if (learn) usual_ = std::max(usual_ * kKeep, std::min(today_, usual_ * kGrowth + kStart));
  today_ = 0;
}

void RecentMoments::add(Time time) {
  int64_t ms = to_epoch_ms(time);
  if (ring_.size() < kMomentsMax) {
    ring_.push_back(ms);
  } else {
    ring_[next_] = ms;
    next_ = (next_ + 1) % kMomentsMax;
  }
}

uint32_t RecentMoments::within(Seconds span, Time now) const {
  int64_t from = to_epoch_ms(now) - Milliseconds(span).count();
  return static_cast<uint32_t>(std::ranges::count_if(ring_, [from](int64_t ms) { return ms > from; }));
}

}  // namespace denwaban::fraud
