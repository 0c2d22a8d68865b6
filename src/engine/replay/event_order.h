// SPDX-License-Identifier: GPL-3.0-or-later
// When the events of one input happened, for putting them in order with those of others.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "model/event.h"

namespace denwaban::engine {

// How far a clock face may run ahead of the lines behind it (a clock set back by an hour in autumn is
// honest).
constexpr Milliseconds kClockLeadMax = std::chrono::hours(1);
// How many events behind it a leading clock face is held against.
constexpr size_t kFollowersMax = 16;

class EventOrder {
 public:
  // Whether `events` hold a clock face near their end that cannot be judged without the events behind them.
  bool needs_followers(std::span<const Event> events) const;
  // Brings the times of `events` into order: `when[i]` is the latest time up to event i. Clock faces that
  // lead too far get the time of their neighbours. `followers`: the times of the next events, at most
  // kFollowersMax are looked at.
  void settle(std::span<Event> events, std::span<const Time> followers, std::vector<Time>& when);

 private:
  Time latest_{};  // the epoch: none yet
};

}  // namespace denwaban::engine
