// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/replay_calls.h"

#include <algorithm>
#include <tuple>

namespace denwaban::engine {

void ReplayCalls::take(uint32_t source, std::span<const Event> events, std::span<const CallEvent> calls) {
  auto [tracker, added] = trackers_.try_emplace(source);
  if (added) tracker->second.follow(trunks_);
  tracker->second.take(events, calls, this);
}

void ReplayCalls::hear(const Call& call, CallChange change) {
  if (change == CallChange::began && heard_.size() < kKeptMax) heard_.insert(call.id);
  if (change != CallChange::ended || !keep_) return;
  if (kept_.size() < kKeptMax)
    kept_.push_back(call);
  else
    ++dropped_;
}

uint64_t ReplayCalls::count() const {
  uint64_t count = 0;
  for (const auto& [source, tracker] : trackers_) count += tracker.counters().began;
  return count;
}

std::vector<Call> ReplayCalls::all() const {
  std::vector<Call> calls = kept_;
  for (const auto& [source, tracker] : trackers_)
    for (const Call* call : tracker.open()) calls.push_back(*call);
  std::stable_sort(calls.begin(), calls.end(), [](const Call& a, const Call& b) {
    return std::tie(a.began, a.id) < std::tie(b.began, b.id);
  });
  return calls;
}

}  // namespace denwaban::engine
