// SPDX-License-Identifier: GPL-3.0-or-later
#include "fraud/calendar.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace denwaban::fraud {
namespace {

constexpr int kLearned = 6;          // days until the exchange's own hours count
constexpr double kMemory = 26;       // weeks, after which older days count half
constexpr double kIdleShare = 0.05;  // of the busiest hour: below it an hour is idle by degrees
constexpr double kOpen = 0.3;        // of the busiest day's calls: the office is open
constexpr double kMost = 3;

double by_everybodys_hours(const LocalMoment& at) {
  if (at.weekday >= 5) return at.weekday == 5 && at.hour >= 8 && at.hour < 18 ? 1 : 2;
  if (at.hour >= 7 && at.hour < 20) return 0;
  return at.hour >= 6 && at.hour < 22 ? 1 : 2;
}

}  // namespace

LocalMoment OfficeClock::at(Time time) {
  constexpr int64_t kQuarter = 15 * 60'000;
  int64_t ms = to_epoch_ms(time);
  int64_t quarter = ms / kQuarter;
  if (quarter != quarter_) {
    namespace chrono = std::chrono;
    CivilTime civil = zone_.to_civil(from_epoch_ms(quarter * kQuarter));
    chrono::sys_days day = chrono::year(civil.year) / civil.month / civil.day;
    quarter_ = quarter;
    start_.day = static_cast<int32_t>(day.time_since_epoch().count());
    start_.weekday = static_cast<int8_t>(chrono::weekday(day).iso_encoding() - 1);
    start_.hour = static_cast<int8_t>(civil.hour);
    start_.minute = static_cast<int8_t>(civil.minute);
    start_.month = civil.year * 12 + civil.month - 1;
  }
  LocalMoment moment = start_;
  moment.minute = static_cast<int8_t>(moment.minute + (ms - quarter * kQuarter) / 60'000);
  return moment;
}

void OfficeHours::begin_day(const LocalMoment& at) {
  if (today_day_ == 0) {
    today_day_ = at.day;
    today_weekday_ = at.weekday;
    return;
  }
  for (size_t hour = 0; hour < 24; ++hour) calls_[static_cast<size_t>(today_weekday_)][hour] += today_[hour];
  today_.fill(0);
  // Silent days between two calls are days, too; a gap of weeks is a gap in the records.
  int gap = std::clamp(at.day - today_day_, 0, 14);
  for (int i = 0; i < gap; ++i) days_[static_cast<size_t>((today_weekday_ + i) % 7)] += 1;
  days_seen_ += gap;
  today_day_ = at.day;
  today_weekday_ = at.weekday;
  fade();
  look();
}

void OfficeHours::fade() {
  for (size_t weekday = 0; weekday < 7; ++weekday) {
    if (days_[weekday] < kMemory) continue;
    days_[weekday] /= 2;
    for (double& calls : calls_[weekday]) calls /= 2;
  }
}

void OfficeHours::learn(const LocalMoment& at) {
  if (at.day > today_day_) begin_day(at);
  if (at.day == today_day_) today_[static_cast<size_t>(at.hour)] += 1;
}

void OfficeHours::look() {
  std::array<double, 7> day_rate{};
  for (size_t w = 0; w < 7; ++w)
    for (size_t h = 0; h < 24; ++h) day_rate[w] += rate(w, h);
  double busiest_day = std::ranges::max(day_rate), open_days = 0;
  hour_rate_.fill(0);
  for (size_t w = 0; w < 7; ++w) {
    day_share_[w] = busiest_day > 0 ? day_rate[w] / busiest_day : 0;
    if (day_share_[w] < kOpen) continue;
    open_days += 1;
    for (size_t h = 0; h < 24; ++h) hour_rate_[h] += rate(w, h);
  }
  for (double& calls : hour_rate_) calls /= std::max(open_days, 1.0);
  busiest_hour_ = std::ranges::max(hour_rate_);
}

bool OfficeHours::learned() const { return days_seen_ >= kLearned && busiest_hour_ > 0; }

bool OfficeHours::idle_day(const LocalMoment& at) const {
  if (!learned()) return at.weekday >= 5;
  return day_share_[static_cast<size_t>(at.weekday)] < kOpen;
}

double OfficeHours::unusual(const LocalMoment& at) const {
  if (!learned()) return by_everybodys_hours(at);
  auto weekday = static_cast<size_t>(at.weekday);
  auto usual_at = [&](int hour) {
    auto h = static_cast<size_t>(hour % 24);
    return std::max(day_share_[weekday] * hour_rate_[h], rate(weekday, h));
  };
  double near = 0.3 * std::max(usual_at(at.hour + 23), usual_at(at.hour + 1));
  double share = std::max(usual_at(at.hour), near) / busiest_hour_;
  return kMost * std::clamp(1 - share / kIdleShare, 0.0, 1.0);
}

bool OfficeHours::quiet_day(const LocalMoment& at) const {
  if (days_seen_ < 3 * kLearned || days_[static_cast<size_t>(at.weekday)] < 2) return false;
  double usual = 0, today = 0;
  for (size_t h = 0; h < static_cast<size_t>(at.hour); ++h) {
    usual += rate(static_cast<size_t>(at.weekday), h);
    if (at.day == today_day_) today += today_[h];
  }
  return usual >= 10 && today < 0.12 * usual;
}

void AccountHours::learn(const LocalMoment& at, bool idle_day) {
  auto& slot = calls_[static_cast<size_t>(at.hour) + (idle_day ? 24 : 0)];
  if (slot == UINT16_MAX) {
    for (auto& calls : calls_) calls = static_cast<uint16_t>(calls / 2);
    total_ /= 2;
  }
  ++slot;
  ++total_;
}

bool AccountHours::usual(const LocalMoment& at, bool idle_day) const {
  constexpr uint32_t kFew = 4, kShare = 60;
  uint32_t near = 0;
  for (int shift : {23, 0, 1}) near += calls_[static_cast<size_t>((at.hour + shift) % 24 + (idle_day ? 24 : 0))];
  return near >= kFew && near * kShare >= total_;
}

}  // namespace denwaban::fraud
