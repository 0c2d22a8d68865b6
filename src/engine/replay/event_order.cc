// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/replay/event_order.h"

#include <algorithm>

namespace denwaban::engine {

bool EventOrder::needs_followers(std::span<const Event> events) const {
  size_t tail = events.size() > kFollowersMax ? events.size() - kFollowersMax : 0;
  Time latest = tail == 0 ? latest_ : events[0].time;
  for (size_t i = 0; i < events.size(); ++i) {
    if (events[i].kind >= EventKind::packet_print_begin) continue;
    if (i >= tail && events[i].time > latest + kClockLeadMax) return true;
    latest = std::max(latest, events[i].time);
  }
  return false;
}

void EventOrder::settle(std::span<Event> events, std::span<const Time> followers, std::vector<Time>& when) {
  when.resize(events.size());
  for (size_t i = 0; i < events.size(); ++i) {
    Event& event = events[i];
    if (event.kind >= EventKind::packet_print_begin && latest_ != Time{})
      event.time = latest_;  // a mark has no clock
    if (event.time > latest_ + kClockLeadMax) [[unlikely]] {
      Time lowest = event.time;
      for (size_t j = i + 1; j <= i + kFollowersMax; ++j) {
        if (j < events.size())
          lowest = std::min(lowest, events[j].time);
        else if (j - events.size() < followers.size())
          lowest = std::min(lowest, followers[j - events.size()]);
      }
      if (event.time > lowest + kClockLeadMax) event.time = std::max(latest_, lowest);
    }
    latest_ = std::max(latest_, event.time);
    when[i] = latest_;
  }
}

}  // namespace denwaban::engine
