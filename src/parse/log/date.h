// SPDX-License-Identifier: GPL-3.0-or-later
// Dates as logger.conf's `dateformat` and syslog daemons write them, and the moments that they mean.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/time_zone.h"
#include "parse/log_clock.h"

namespace denwaban::parse {

// What the text leaves open of its day.
enum class DateForm : uint8_t {
  whole,        // nothing: names, or the order of ISO 8601
  day_first,    // "21/11": only one of its numbers can be a day …
  month_first,  // "11/21": … and it stands behind
  open,         // "05/11", "05/05": `civil` holds it as if the day came first
  clock_only,   // "20:03:48"
};

struct DateText {
  CivilTime civil;
  bool has_year = false;
  DateForm form = DateForm::whole;
  std::optional<int> minutes_east;         // the offset, where the text carries one
  uint8_t clock_at = 0, clock_length = 0;  // where "20:03:48.863" stands in the text; length 0: it has none
};

// Reads a date off the front: `%b %e %T`, `%B %e %T`, `%b %e %Y %T`, `%d %b %T`, `%d %b %Y %T`, `%d-%b-%Y
// %T`;
// `%F %T`, `%FT%T`, `%Y.%m.%d %T`, `%Y/%m/%d %T`, `%Y%m%d %T`, `%Y%m%d-%H%M%S`; two numbers in any order,
// with a year of four or two digits behind them or without: `%d/%m/%Y %T`, `%D %T`, `%d.%m.%Y %T`, `%m-%d
// %T`; `%T`;
// `%s`. A weekday may stand before, a year behind, the clock may have a fraction of the second or be
// `%I:%M:%S %p`, a zone may follow: `Z`, `+0900`, `+09:00`, `+09`, or a name that means one offset ("CET";
// not "IST", which is passed over in brackets). Returns its length, 0 for none.
size_t read_date(std::string_view text, DateText& out);

// The order of day and month in a `dateformat` of logger.conf; none where its dates leave none open.
std::optional<DayOrder> order_of_format(std::string_view date_format);

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
  void settle_day(DateForm form, CivilTime& civil, bool settled);

  LogClock clock_;
  CivilTime minute_{.year = -1};
  std::optional<int> minute_offset_;
  Time minute_begin_{};
};

}  // namespace denwaban::parse
