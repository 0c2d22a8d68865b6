// SPDX-License-Identifier: GPL-3.0-or-later
// Dates as logger.conf's `dateformat` and syslog daemons write them, and the moments that they mean.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/time_zone.h"
#include "parse/log_clock.h"

namespace denwaban::parse {

struct DateText {
  CivilTime civil;
  bool has_year = false;
  std::optional<int> minutes_east;         // the offset, where the text carries one
  uint8_t clock_at = 0, clock_length = 0;  // where "20:03:48.863" stands in the text; length 0: it has none
};

// Reads a date off the front: `%b %e %T`, `%F %T`, `%FT%T`, `%m/%d %T`, `%m-%d %T`, `%s`, with a weekday
// before, a year behind, a fraction of the second, a zone as `Z`, `UTC`, `+0900`, `+09:00`. Returns its
// length, 0 for none.
size_t read_date(std::string_view text, DateText& out);

// Reads "20:03:48" and a fraction off the front into `civil`. Returns its length, 0 for none.
size_t read_clock(std::string_view text, CivilTime& civil);

// Turns date texts into moments. Remembers the minute, because a log tells of many events in one.
class LogDates {
 public:
  explicit LogDates(LogClock clock) : clock_(std::move(clock)) {}

  // `settled`: whether this line may move the year on (no line that a sender may have written does).
  Time moment(const DateText& date, bool settled);
  const LogClock& clock() const { return clock_; }

 private:
  int year_of(int month, bool settled);

  LogClock clock_;
  CivilTime minute_{.year = -1};
  std::optional<int> minute_offset_;
  Time minute_begin_{};
};

}  // namespace denwaban::parse
