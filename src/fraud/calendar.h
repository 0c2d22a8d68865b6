// SPDX-License-Identifier: GPL-3.0-or-later
// Days and hours at the office, and when people there use to call.
#pragma once

#include <array>
#include <cstdint>

#include "base/time.h"
#include "base/time_zone.h"

namespace denwaban::fraud {

class StateIo;  // state.h

struct LocalMoment {
  int32_t day = 0;     // since 1970, by the office's calendar
  int8_t weekday = 0;  // 0: Monday
  int8_t hour = 0;
  int8_t minute = 0;
  int32_t month = 0;  // since year 0

  void io(StateIo& io);
};

// Asks the zone once in a quarter of an hour of records: no zone changes its offset within one.
class OfficeClock {
 public:
  explicit OfficeClock(TimeZone zone) : zone_(std::move(zone)) {}
  LocalMoment at(Time time);

 private:
  TimeZone zone_;
  int64_t quarter_ = INT64_MIN;
  LocalMoment start_;
};

// When the exchange calls out. What is usual at an hour is taken from all days that are alike, so that a month of few
// calls tells as much as a year of many: share of the day × share of the hour, or the slot's own count where it is more.
class OfficeHours {
 public:
  void learn(const LocalMoment& at);
  // 0: as busy as ever … 3: nobody calls then. Until a week is known: nights and weekends by everybody's office hours, at
  // most 2.
  double unusual(const LocalMoment& at) const;
  // The office is closed on days of this name.
  bool idle_day(const LocalMoment& at) const;
  // Much fewer called today than on other days of this name: a holiday.
  bool quiet_day(const LocalMoment& at) const;
  int days() const { return days_seen_; }
  // Else everybody's office hours are assumed.
  bool learned() const;
  void io(StateIo& io);

 private:
  void begin_day(const LocalMoment& at);
  void fade();
  void look();
  double rate(size_t weekday, size_t hour) const { return days_[weekday] > 0 ? calls_[weekday][hour] / days_[weekday] : 0; }

  std::array<std::array<double, 24>, 7> calls_{};
  std::array<double, 7> days_{};  // how many of each are counted, those without a call too
  std::array<double, 24> today_{};
  int32_t today_day_ = 0;
  int8_t today_weekday_ = 0;
  int days_seen_ = 0;
  // What follows from the counts, once a day.
  std::array<double, 7> day_share_{};   // of the busiest day
  std::array<double, 24> hour_rate_{};  // on an open day
  double busiest_hour_ = 0;
};

// When one account calls out, on days when the office is open and on others.
class AccountHours {
 public:
  void learn(const LocalMoment& at, bool idle_day);
  bool usual(const LocalMoment& at, bool idle_day) const;
  uint32_t calls() const { return total_; }
  void io(StateIo& io);

 private:
  std::array<uint16_t, 48> calls_{};
  uint32_t total_ = 0;
};

}  // namespace denwaban::fraud
