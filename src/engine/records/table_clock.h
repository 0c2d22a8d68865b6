// SPDX-License-Identifier: GPL-3.0-or-later
// How far a table of call records has come in time. One row of a clock that ran ahead by years must not make all later rows
// late, so a leap is believed once the next row has made it, too.
#pragma once

#include <algorithm>
#include <optional>
#include <utility>

#include "base/time.h"

namespace denwaban::engine {

class TableClock {
 public:
  static constexpr Milliseconds kLeap = std::chrono::hours(24);

  // The moment of the next row.
  void hear(Time moment) {
    std::optional<Time> leap = std::exchange(leap_, std::nullopt);
    if (moment <= time_) return;
    if (moment - time_ <= kLeap) {
      time_ = moment;
    } else if (leap && moment > *leap - kLeap) {
      time_ = std::min(moment, *leap);
      if (moment > time_) hear(moment);
    } else {
      leap_ = moment;
    }
  }
  // Never goes back; the epoch before the second row.
  Time time() const { return time_; }

 private:
  Time time_{};
  std::optional<Time> leap_;
};

}  // namespace denwaban::engine
