// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/date_order.h"

#include <algorithm>
#include <utility>

namespace denwaban::sources {
namespace {

using parse::DateForm;
using parse::DayOrder;

const TimeZone kUtc;
constexpr auto kDay = std::chrono::hours(24);

// The date's clock face, as if it showed UTC, in the other order if wanted; in the year of `near` if it tells
// none.
Time face_of(const parse::DateText& date, DayOrder order, Time near) {
  CivilTime face = date.civil;
  if (date.form == DateForm::open && order == DayOrder::month_first) std::swap(face.day, face.month);
  if (!date.has_year) face.year = kUtc.to_civil(near).year;
  return kUtc.to_utc(face);
}

// Leaves out what a sender may have written: a date that stands within the lines of another and is rarer, or
// is one line in many at the end or the front.
std::vector<SeenDate> credible(const std::vector<SeenDate>& dates) {
  constexpr size_t kRare = 16;
  size_t all = 0;
  for (const SeenDate& date : dates) all += date.count;
  std::vector<SeenDate> kept;
  for (const SeenDate& date : dates) {
    auto surrounds = [&](const SeenDate& other) {
      return other.first < date.first && date.last < other.last && date.count < other.count;
    };
    bool at_edge = date.first == 0 || date.last + 1 == all;
    if (!(at_edge && date.count * kRare < all) && std::none_of(dates.begin(), dates.end(), surrounds))
      kept.push_back(date);
  }
  return kept.empty() ? dates : kept;
}

// What nearly all dates show that show it, if those are one in `least` or more.
std::optional<DayOrder> shown(const std::vector<SeenDate>& dates, size_t least) {
  size_t day_first = 0, month_first = 0, all = 0;
  for (const SeenDate& date : dates) {
    all += date.count;
    if (date.date.form == DateForm::day_first) day_first += date.count;
    if (date.date.form == DateForm::month_first) month_first += date.count;
  }
  if ((day_first + month_first) * least < all) return std::nullopt;
  if (day_first > 9 * month_first) return DayOrder::day_first;
  if (month_first > 9 * day_first) return DayOrder::month_first;
  return std::nullopt;
}

std::optional<DayOrder> told_by_events(const std::vector<DatedLine>& lines) {
  size_t day_first = 0, month_first = 0;
  for (const DatedLine& line : lines) {
    if (!line.event_time || line.date.form != DateForm::open) continue;
    auto fits = [&](DayOrder order) {
      return std::chrono::abs(face_of(line.date, order, *line.event_time) - *line.event_time) <= kDay;
    };
    day_first += fits(DayOrder::day_first);
    month_first += fits(DayOrder::month_first);
  }
  if (day_first == month_first) return std::nullopt;
  return day_first > month_first ? DayOrder::day_first : DayOrder::month_first;
}

// Nobody who only sends packets changes when the log was written last.
std::optional<DayOrder> told_by_change(const std::vector<SeenDate>& dates, Time changed) {
  auto last = std::max_element(dates.begin(), dates.end(),
                               [](const SeenDate& a, const SeenDate& b) { return a.last < b.last; });
  if (last->date.form != DateForm::open) return std::nullopt;
  auto fits = [&](DayOrder order) {
    return std::chrono::abs(face_of(last->date, order, changed) - changed) <= 2 * kDay;
  };
  bool day_first = fits(DayOrder::day_first);
  if (day_first == fits(DayOrder::month_first)) return std::nullopt;
  return day_first ? DayOrder::day_first : DayOrder::month_first;
}

// A log goes on by hours and days: read in the wrong order it jumps by months, or back.
std::optional<DayOrder> told_by_steps(const std::vector<SeenDate>& dates, Time changed) {
  size_t jumps[2] = {0, 0};
  for (DayOrder order : {DayOrder::day_first, DayOrder::month_first})
    for (size_t i = 1; i < dates.size(); ++i) {
      auto step = face_of(dates[i].date, order, changed) - face_of(dates[i - 1].date, order, changed);
      jumps[static_cast<size_t>(order)] += step < -kDay || step > 14 * kDay;
    }
  if (jumps[0] == jumps[1]) return std::nullopt;
  return jumps[0] < jumps[1] ? DayOrder::day_first : DayOrder::month_first;
}

Order order_of(const DateSample& sample, Time changed, std::optional<DayOrder> machine) {
  constexpr size_t kPlain = 2, kEnough = 16;
  std::vector<SeenDate> dates = credible(sample.dates);
  if (auto order = shown(dates, kPlain)) return {*order, "from its other dates"};
  if (auto order = told_by_change(dates, changed)) return {*order, "from its modification time"};
  if (auto order = shown(dates, kEnough)) return {*order, "from its other dates"};
  if (auto order = told_by_events(sample.lines)) return {*order, "from EventTV"};
  if (auto order = told_by_steps(dates, changed)) return {*order, "from how its dates run on"};
  if (machine) return {*machine, "from logger.conf"};
  return {DayOrder::day_first, "by custom (its dates leave it open)"};
}

}  // namespace

Order settle_order(DateSample& sample, Time changed, std::optional<DayOrder> machine) {
  auto leaves_open = [](const SeenDate& seen) {
    return seen.date.form == DateForm::open && seen.date.civil.day != seen.date.civil.month;
  };
  if (std::none_of(sample.dates.begin(), sample.dates.end(), leaves_open)) return {};
  Order order = order_of(sample, changed, machine);
  if (order.order == DayOrder::month_first)
    for (DatedLine& line : sample.lines)
      if (line.date.form == DateForm::open) std::swap(line.date.civil.day, line.date.civil.month);
  return order;
}

std::vector<int> midnights_of(const std::vector<DatedLine>& lines) {
  constexpr int kBack = 2, kLate = 22;  // hours
  std::vector<int> midnights;
  int count = 0, hour = -1;
  for (const DatedLine& line : lines) {
    int step = hour < 0 ? 0 : line.date.civil.hour - hour;
    if (step <= -kBack) ++count;
    if (step >= kLate) --count;
    hour = line.date.civil.hour;
    midnights.push_back(count);
  }
  return midnights;
}

}  // namespace denwaban::sources
