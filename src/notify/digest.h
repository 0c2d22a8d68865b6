// SPDX-License-Identifier: GPL-3.0-or-later
// How often people are told: so many notices within an hour; what is more is summed up in one once there is
// room again, so that nobody who causes findings can bury the one that matters, or fill a mailbox. Pure; time
// is passed in.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "notify/notice.h"

namespace denwaban::notify {

class Digest {
 public:
  explicit Digest(uint32_t an_hour) : an_hour_(an_hour) {}
  void allow(uint32_t an_hour) { an_hour_ = an_hour; }

  // Whether this one is to be told now; else it is kept for the sum. One of the last places of an hour is
  // left for what is critical.
  bool take(const Notice& notice, Time now);
  // What was kept, as one notice, when an hour has passed since the first of them.
  std::optional<Notice> sum(Time now);
  uint64_t held() const { return held_; }

 private:
  static constexpr size_t kTitlesMax = 20;
  bool has_room(Severity severity, Time now);

  uint32_t an_hour_;
  std::deque<Time> told_;
  uint64_t held_ = 0;
  Time held_since_{};
  Severity worst_ = Severity::info;
  std::vector<std::string> titles_;
};

}  // namespace denwaban::notify
