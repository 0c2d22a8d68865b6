// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/time.h"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace denwaban {
namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::year;

// Takes exactly `width` digits off the front.
bool take_number(std::string_view& text, size_t width, int& value) {
  if (text.size() < width) return false;
  auto [end, error] = std::from_chars(text.data(), text.data() + width, value);
  if (error != std::errc() || end != text.data() + width || value < 0) return false;
  text.remove_prefix(width);
  return true;
}

bool take_char(std::string_view& text, std::string_view any_of) {
  if (text.empty() || any_of.find(text[0]) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

// ".123456" to 123; nothing is 0; more than nine digits or none behind the point is wrong.
bool take_fraction_ms(std::string_view& text, int& ms) {
  ms = 0;
  if (!take_char(text, ".,")) return true;
  size_t digits = 0;
  for (int weight = 100; digits < text.size() && text[digits] >= '0' && text[digits] <= '9'; ++digits, weight /= 10)
    ms += (text[digits] - '0') * weight;
  text.remove_prefix(digits);
  return digits > 0 && digits <= 9;
}

bool take_offset(std::string_view& text, std::chrono::minutes& offset) {
  if (take_char(text, "Zz")) return offset = {}, true;
  bool west = !text.empty() && text[0] == '-';
  int hours = 0, minutes = 0;
  if (!take_char(text, "+-") || !take_number(text, 2, hours)) return false;
  take_char(text, ":");
  if (!take_number(text, 2, minutes) || hours > 23 || minutes > 59) return false;
  offset = std::chrono::minutes((west ? -1 : 1) * (hours * 60 + minutes));
  return true;
}

}  // namespace

Time SystemClock::now() const { return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now()); }

std::string to_rfc3339(Time t) {
  auto days = std::chrono::floor<std::chrono::days>(t);
  std::chrono::year_month_day date(days);
  std::chrono::hh_mm_ss<Milliseconds> clock(t - days);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", int(date.year()), unsigned(date.month()),
                     unsigned(date.day()), clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                     clock.subseconds().count());
}

Result<Time> parse_rfc3339(std::string_view text) {
  std::string_view rest = text;
  int y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0, ms = 0;
  std::chrono::minutes offset{};
  bool shaped = take_number(rest, 4, y) && take_char(rest, "-") && take_number(rest, 2, mo) && take_char(rest, "-") &&
                take_number(rest, 2, d) && take_char(rest, "Tt ") && take_number(rest, 2, h) && take_char(rest, ":") &&
                take_number(rest, 2, mi) && take_char(rest, ":") && take_number(rest, 2, s) &&
                take_fraction_ms(rest, ms) && take_offset(rest, offset) && rest.empty();
  std::chrono::year_month_day date{year(y), month(unsigned(mo)), day(unsigned(d))};
  if (!shaped || !date.ok() || h > 23 || mi > 59 || s > 60)
    return fail(ErrorKind::input, fmt::format("not a time: \"{}\": write it like 2026-11-21T19:30:01.123Z", text));
  return Time(std::chrono::sys_days(date)) + std::chrono::hours(h) + std::chrono::minutes(mi) + Seconds(s) +
         Milliseconds(ms) - offset;
}

Result<Seconds> parse_duration(std::string_view text) {
  static constexpr std::array<std::pair<char, int64_t>, 5> kUnits{
      {{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}, {'w', 604800}}};
  int64_t count = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  std::string_view unit(end, static_cast<size_t>(text.data() + text.size() - end));
  constexpr int64_t kMax = int64_t{100} * 365 * 86400;  // a century: no product below overflows
  if (error == std::errc() && count >= 0 && count <= kMax) {
    if (unit.empty()) return Seconds(count);
    for (auto [letter, seconds] : kUnits)
      if (unit.size() == 1 && unit[0] == letter && count * seconds <= kMax) return Seconds(count * seconds);
  }
  return fail(ErrorKind::usage, fmt::format("not a duration: \"{}\": write it like 90s, 10m, 4h, 1d or 1w", text));
}

std::string format_duration(Seconds span) {
  int64_t s = span.count();
  for (auto [seconds, letter] : {std::pair{604800, 'w'}, {86400, 'd'}, {3600, 'h'}, {60, 'm'}})
    if (s != 0 && s % seconds == 0) return fmt::format("{}{}", s / seconds, letter);
  return fmt::format("{}s", s);
}

}  // namespace denwaban
