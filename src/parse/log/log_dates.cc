// SPDX-License-Identifier: GPL-3.0-or-later
// What dates of a log mean, one after the other.
#include <algorithm>
#include <utility>

#include "parse/log/date.h"

namespace denwaban::parse {
namespace {

constexpr int kHalfYear = 6;  // months

}  // namespace

// A log that goes on half a year back has passed New Year; one that goes on half a year ahead tells late of
// the old one.
int LogDates::year_of(int month, bool settled) {
  int year = clock_.year;
  if (clock_.month != 0) {
    if (month - clock_.month <= -kHalfYear) ++year;
    if (month - clock_.month >= kHalfYear) --year;
  }
  if (settled) {
    clock_.year = year;
    clock_.month = month;
  }
  return year;
}

// What the date itself leaves open of its day. Of clocks alone: one that goes back by two hours has passed
// midnight (an hour back may be the end of summer time, or a line told late), one that goes on by nearly a
// day tells late of the day before.
void LogDates::settle_day(DateForm form, CivilTime& civil, bool settled) {
  constexpr int kBack = 2, kLate = 22;  // hours
  if (form == DateForm::open) {
    if (clock_.order == DayOrder::month_first) std::swap(civil.day, civil.month);
    return;
  }
  CivilTime day{.year = clock_.year, .month = std::max(clock_.month, 1), .day = clock_.day};
  int step = clock_.hour < 0 ? 0 : civil.hour - clock_.hour;
  if (step <= -kBack || step >= kLate) {
    TimeZone utc;
    day = utc.to_civil(utc.to_utc(day) + std::chrono::hours(step < 0 ? 24 : -24));
  }
  civil.year = day.year;
  civil.month = day.month;
  civil.day = day.day;
  if (!settled) return;
  clock_.day = day.day;
  clock_.hour = civil.hour;
}

Time LogDates::moment(const DateText& date, bool settled) {
  CivilTime civil = date.civil;
  if (date.form >= DateForm::open) [[unlikely]]
    settle_day(date.form, civil, settled);
  bool has_year = date.has_year || date.form == DateForm::clock_only;
  if (has_year && settled) {
    clock_.year = civil.year;
    clock_.month = civil.month;
  }
  if (!has_year) civil.year = year_of(civil.month, settled);
  bool same_minute = civil.minute == minute_.minute && civil.hour == minute_.hour &&
                     civil.day == minute_.day && civil.month == minute_.month && civil.year == minute_.year &&
                     date.minutes_east == minute_offset_;
  if (!same_minute) {
    minute_ = civil;
    minute_.second = minute_.millisecond = 0;
    minute_offset_ = date.minutes_east;
    if (date.minutes_east)
      minute_begin_ = TimeZone().to_utc(minute_) - std::chrono::minutes(*date.minutes_east);
    else
      minute_begin_ = clock_.zone.to_utc(minute_);
  }
  return minute_begin_ + Seconds(civil.second) + Milliseconds(civil.millisecond);
}

}  // namespace denwaban::parse
