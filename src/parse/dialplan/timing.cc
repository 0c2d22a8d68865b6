// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/dialplan/timing.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "parse/config/config_file.h"

namespace denwaban::parse {
namespace {

constexpr int kMinutesOfDay = 24 * 60;
constexpr std::array<std::string_view, 7> kWeekdays{"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
constexpr std::array<std::string_view, 12> kMonths{"jan", "feb", "mar", "apr", "may", "jun",
                                                   "jul", "aug", "sep", "oct", "nov", "dec"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// The next piece of `rest` up to one of `separators`; `rest` becomes nothing behind the last one.
std::optional<std::string_view> next_piece(std::optional<std::string_view>& rest,
                                           std::string_view separators) {
  if (!rest) return std::nullopt;
  size_t end = rest->find_first_of(separators);
  std::string_view piece = rest->substr(0, end);
  if (end == std::string_view::npos) {
    rest.reset();
  } else {
    rest->remove_prefix(end + 1);
  }
  return piece;
}

// "%2d" of scanf: blanks, a sign, up to two characters with it.
std::optional<int> scan_number(std::string_view& text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  size_t at = 0;
  bool negative = !text.empty() && text.front() == '-';
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) ++at;
  size_t digits = at;
  int number = 0;
  for (; digits < text.size() && digits < 2 && is_digit(text[digits]); ++digits) {
    number = number * 10 + (text[digits] - '0');
  }
  if (digits == at) return std::nullopt;
  text.remove_prefix(digits);
  return negative ? -number : number;
}

// 0 is the first; none: no such name.
std::optional<int> find_value(std::string_view text, std::span<const std::string_view> names, int count) {
  if (!names.empty() && !text.empty() && text.front() > '9') {
    auto found = std::find_if(names.begin(), names.end(), [&](auto name) { return same_name(name, text); });
    if (found != names.end()) return static_cast<int>(found - names.begin());
  }
  auto number = scan_number(text);
  if (!number || *number < 1 || *number > count) return std::nullopt;
  return *number - 1;
}

uint32_t parse_range(std::string_view text, std::span<const std::string_view> names, int count, bool& valid) {
  if (text.empty() || text == "*") return static_cast<uint32_t>((uint64_t{1} << count) - 1);
  uint32_t mask = 0;
  std::optional<std::string_view> rest = text;
  while (auto part = next_piece(rest, "&")) {
    size_t dash = part->find('-');
    auto start = find_value(part->substr(0, dash), names, count);
    auto end = dash == std::string_view::npos ? start : find_value(part->substr(dash + 1), names, count);
    if (!start || !end) {
      valid = false;
      continue;
    }
    mask |= uint32_t{1} << *end;
    for (int value = *start; value != *end; value = (value + 1) % count) mask |= uint32_t{1} << value;
  }
  return mask;
}

// "9:30" as a minute of the day.
std::optional<int> parse_minute(std::string_view text) {
  auto hour = scan_number(text);
  if (!hour || text.empty() || text.front() != ':') return std::nullopt;
  text.remove_prefix(1);
  auto minute = scan_number(text);
  if (!minute || *hour < 0 || *hour > 23 || *minute < 0 || *minute > 59) return std::nullopt;
  return *hour * 60 + *minute;
}

void parse_minutes(std::string_view text, Timing& timing) {
  if (text.empty() || text == "*") {
    timing.minutes.set();
    return;
  }
  std::optional<std::string_view> rest = text;
  while (auto part = next_piece(rest, "&")) {
    size_t dash = part->find('-');
    auto start = parse_minute(part->substr(0, dash));
    auto end = start;
    if (dash != std::string_view::npos) {
      std::string_view behind = part->substr(dash + 1);
      while (!behind.empty() && !is_digit(behind.front())) behind.remove_prefix(1);
      end = parse_minute(behind);
    }
    if (!start || !end) {
      timing.valid = false;
      continue;
    }
    for (int minute = *start; minute != *end; minute = (minute + 1) % kMinutesOfDay) {
      timing.minutes.set(static_cast<size_t>(minute));
    }
    timing.minutes.set(static_cast<size_t>(*end));
  }
}

}  // namespace

Timing parse_timing(std::string_view text) {
  constexpr std::string_view kSeparators = "|,";
  Timing timing;
  std::optional<std::string_view> rest = text;
  auto fields = std::count_if(text.begin(), text.end(), [](char c) { return c == '|' || c == ','; }) + 1;
  if (fields == 5) timing.timezone = std::string(text.substr(text.find_last_of(kSeparators) + 1));
  parse_minutes(*next_piece(rest, kSeparators), timing);
  timing.weekdays = parse_range(next_piece(rest, kSeparators).value_or("*"), kWeekdays, 7, timing.valid);
  timing.days = parse_range(next_piece(rest, kSeparators).value_or("*"), {}, 31, timing.valid);
  timing.months = parse_range(next_piece(rest, kSeparators).value_or("*"), kMonths, 12, timing.valid);
  return timing;
}

bool Timing::contains(const LocalTime& time) const {
  auto minute = static_cast<size_t>(time.hour * 60 + time.minute);
  return (months >> (time.month - 1) & 1) != 0 && (days >> (time.day - 1) & 1) != 0 &&
         (weekdays >> time.weekday & 1) != 0 && minute < minutes.size() && minutes[minute];
}

bool Timing::is_always() const {
  return minutes.all() && weekdays == 0x7f && days == 0x7fffffff && months == 0xfff;
}

bool Timing::is_never() const { return minutes.none() || weekdays == 0 || days == 0 || months == 0; }

}  // namespace denwaban::parse
