// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/log/date.h"

#include <algorithm>
#include <array>
#include <utility>

#include "parse/log/text.h"
#include "parse/log/zone_names.h"

namespace denwaban::parse {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"January",   "February", "March",    "April",
                                                      "May",       "June",     "July",     "August",
                                                      "September", "October",  "November", "December"};
constexpr std::array<std::string_view, 7> kWeekdays = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

bool take_number(std::string_view& text, size_t digits, int& out) {
  if (text.size() < digits) return false;
  int value = 0;
  for (size_t i = 0; i < digits; ++i) {
    if (!is_digit(text[i])) return false;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(digits);
  out = value;
  return true;
}

bool take_one_of(std::string_view& text, std::string_view characters, char& out) {
  if (text.empty() || characters.find(text[0]) == kNowhere) return false;
  out = text[0];
  text.remove_prefix(1);
  return true;
}

void take_fraction(std::string_view& text, CivilTime& civil) {
  if (text.size() < 2 || (text[0] != '.' && text[0] != ',') || !is_digit(text[1])) return;
  text.remove_prefix(1);
  int scale = 100;
  for (; !text.empty() && is_digit(text[0]); text.remove_prefix(1), scale /= 10)
    civil.millisecond += (text[0] - '0') * scale;
}

bool take_clock(std::string_view& text, CivilTime& civil) {
  civil.millisecond = 0;
  if (!take_number(text, 2, civil.hour) || !take(text, ":") || !take_number(text, 2, civil.minute) ||
      !take(text, ":") || !take_number(text, 2, civil.second))
    return false;
  take_fraction(text, civil);
  return civil.hour < 24 && civil.minute < 60 && civil.second <= 60;
}

// The same where it belongs to a date whose text begins at `begin`.
bool take_clock(std::string_view& text, const char* begin, DateText& date) {
  const char* clock = text.data();
  if (!take_clock(text, date.civil)) return false;
  date.clock_at = static_cast<uint8_t>(clock - begin);
  date.clock_length = static_cast<uint8_t>(text.data() - clock);
  return true;
}

bool take_day(std::string_view& text, CivilTime& civil) {
  take(text, " ");
  return take_number(text, text.size() > 1 && is_digit(text[1]) ? 2 : 1, civil.day);
}

// "08:03:48 PM"
void take_half_day(std::string_view& text, DateText& date) {
  std::string_view rest = text;
  take(rest, " ");
  bool after_noon = take(rest, "PM") || take(rest, "pm");
  if (!after_noon && !take(rest, "AM") && !take(rest, "am")) return;
  if ((!rest.empty() && is_letter(rest[0])) || date.civil.hour == 0 || date.civil.hour > 12) return;
  date.civil.hour = date.civil.hour % 12 + (after_noon ? 12 : 0);
  date.clock_length = 0;  // the hour does not stand there as it is
  text = rest;
}

// "+0900", "+09:00", "-03" (as tzdata abbreviates zones without a name of their own)
bool take_offset(std::string_view& text, int& minutes_east) {
  char sign;
  int hours = 0, minutes = 0;
  if (!take_one_of(text, "+-", sign) || !take_number(text, 2, hours)) return false;
  bool colon = take(text, ":");
  if (!take_number(text, 2, minutes) && colon) return false;
  minutes_east = (sign == '-' ? -1 : 1) * (hours * 60 + minutes);
  return hours <= 14 && minutes < 60;
}

void take_zone(std::string_view& text, DateText& date) {
  std::string_view rest = text;
  take(rest, " ");
  int east = 0;
  if (rest.empty()) return;
  if (!is_letter(rest[0])) {
    if (!take_offset(rest, east)) return;
  } else {
    size_t length = 0;
    while (length < rest.size() && length < kZoneNameMax && is_letter(rest[length])) ++length;
    auto offset = zone_offset(rest.substr(0, length));
    rest.remove_prefix(length);
    bool at_end = rest.empty() || rest[0] == ']';
    if (!offset) {  // a name, but of nothing that we know for sure
      if (length >= 3 && at_end && text[0] == ' ') text = rest;
      return;
    }
    // Behind the short date of a syslog daemon the name of a host may stand.
    bool year_behind = rest.size() > 1 && rest[0] == ' ' && is_digit(rest[1]);
    if (*offset != 0 && !date.has_year && !at_end && !year_behind) return;
    east = *offset;
  }
  if (!rest.empty() && (is_letter(rest[0]) || is_digit(rest[0]))) return;
  date.minutes_east = east;
  text = rest;
}

void take_clock_and_zone_behind(std::string_view& text, DateText& date) {
  take_half_day(text, date);
  take_zone(text, date);
}

// " 2026", at the end
void take_last_year(std::string_view& text, DateText& date) {
  std::string_view rest = text;
  int year = 0;
  if (date.has_year || !take(rest, " ") || !take_number(rest, 4, year) || year < 1970) return;
  if (!rest.empty() && rest[0] != ']') return;
  date.civil.year = year;
  date.has_year = true;
  text = rest;
}

bool take_month(std::string_view& text, CivilTime& civil) {
  size_t month = 0;
  while (month < kMonths.size() && !take(text, kMonths[month].substr(0, 3))) ++month;
  if (month == kMonths.size()) return false;
  take(text, kMonths[month].substr(3));
  civil.month = static_cast<int>(month) + 1;
  return true;
}

// "Nov 21 20:03:48", "November  1 2026 20:03:48", "Nov 21 20:03:48 2026"
bool take_named(std::string_view& text, const char* begin, DateText& date) {
  if (!take_month(text, date.civil) || !take(text, " ") || !take_day(text, date.civil)) return false;
  take(text, ",");
  if (!take(text, " ")) return false;
  if (text.size() > 4 && text[4] == ' ') {
    if (!take_number(text, 4, date.civil.year) || !take(text, " ")) return false;
    date.has_year = true;
  }
  if (!take_clock(text, begin, date)) return false;
  take_clock_and_zone_behind(text, date);
  take_last_year(text, date);
  return true;
}

// "21 Nov 20:03:48", "21 November 2026 20:03:48", "21-Nov-2026 20:03:48", "21/Nov/2026:20:03:48 +0100"
bool take_day_and_name(std::string_view& text, const char* begin, DateText& date) {
  char separator, between;
  if (!take_day(text, date.civil) || !take_one_of(text, " -/.", separator) || !take_month(text, date.civil))
    return false;
  if (text.size() > 5 && text[0] == separator && is_digit(text[1]) && is_digit(text[3])) {
    text.remove_prefix(1);
    if (!take_number(text, 4, date.civil.year)) return false;
    date.has_year = true;
  }
  if (!take_one_of(text, " :T_", between) || !take_clock(text, begin, date)) return false;
  take_clock_and_zone_behind(text, date);
  take_last_year(text, date);
  return true;
}

// "2026-11-21 20:03:48", "2026/11/21T20:03:48", "2026.11.21 20:03:48"
bool take_iso(std::string_view& text, const char* begin, DateText& date) {
  char separator, between;
  if (!take_number(text, 4, date.civil.year) || !take_one_of(text, "-/.", separator) ||
      !take_number(text, 2, date.civil.month) || !take_one_of(text, "-/.", separator) ||
      !take_number(text, 2, date.civil.day) || !take_one_of(text, " T_", between) ||
      !take_clock(text, begin, date))
    return false;
  date.has_year = true;
  take_clock_and_zone_behind(text, date);
  return true;
}

// "20261121 20:03:48", "20261121-200348"
bool take_compact(std::string_view& text, const char* begin, DateText& date) {
  char between;
  if (!take_number(text, 4, date.civil.year) || !take_number(text, 2, date.civil.month) ||
      !take_number(text, 2, date.civil.day) || !take_one_of(text, " T_-", between))
    return false;
  if (text.size() > 2 && text[2] == ':') {
    if (!take_clock(text, begin, date)) return false;
  } else {
    if (!take_number(text, 2, date.civil.hour) || !take_number(text, 2, date.civil.minute) ||
        !take_number(text, 2, date.civil.second) || (!text.empty() && is_digit(text[0])))
      return false;
    take_fraction(text, date.civil);
    if (date.civil.hour > 23 || date.civil.minute > 59 || date.civil.second > 60) return false;
  }
  date.has_year = true;
  take_clock_and_zone_behind(text, date);
  return true;
}

// "21/11/2026 20:03:48", "11/21/26 20:03:48", "21.11. 20:03:48", "11-21 20:03:48"
bool take_pair(std::string_view& text, const char* begin, DateText& date) {
  char separator, between;
  int first = 0, second = 0;
  if (!take_number(text, 2, first) || !take_one_of(text, "-/.", separator) || !take_number(text, 2, second))
    return false;
  if (take(text, std::string_view(&separator, 1)) && text.size() > 4 && is_digit(text[0])) {
    size_t digits = is_digit(text[2]) ? 4 : 2;
    if (!take_number(text, digits, date.civil.year)) return false;
    if (digits == 2) date.civil.year += 2000;
    date.has_year = true;
  }
  if (!take_one_of(text, " T_", between) || !take_clock(text, begin, date)) return false;
  bool month_first = first <= 12 && second > 12;
  date.civil.day = month_first ? second : first;
  date.civil.month = month_first ? first : second;
  if (month_first)
    date.form = DateForm::month_first;
  else if (first > 12)
    date.form = DateForm::day_first;
  else
    date.form = DateForm::open;
  take_clock_and_zone_behind(text, date);
  return true;
}

bool take_clock_alone(std::string_view& text, const char* begin, DateText& date) {
  if (!take_clock(text, begin, date)) return false;
  date.form = DateForm::clock_only;
  take_clock_and_zone_behind(text, date);
  return true;
}

// "1795291428", "1795291428.863"
bool take_epoch(std::string_view& text, DateText& date) {
  int64_t seconds = 0;
  for (int i = 0; i < 10; ++i) {
    if (text.empty() || !is_digit(text[0])) return false;
    seconds = seconds * 10 + (text[0] - '0');
    text.remove_prefix(1);
  }
  if (!text.empty() && is_digit(text[0])) return false;
  date.civil = TimeZone().to_civil(from_epoch_ms(seconds * 1000));
  take_fraction(text, date.civil);
  date.has_year = true;
  date.minutes_east = 0;
  return true;
}

bool take_numeric(std::string_view& text, const char* begin, DateText& date) {
  size_t digits = 0;
  while (digits < text.size() && digits < 11 && is_digit(text[digits])) ++digits;
  if (digits == text.size()) return digits == 10 && take_epoch(text, date);
  switch (digits) {
    case 10:
      return take_epoch(text, date);
    case 8:
      return take_compact(text, begin, date);
    case 4:
      return take_iso(text, begin, date);
    case 1:
      return take_day_and_name(text, begin, date);
    case 2:
      if (text[2] == ':') return take_clock_alone(text, begin, date);
      return text.size() > 3 && is_letter(text[3]) ? take_day_and_name(text, begin, date)
                                                   : take_pair(text, begin, date);
    default:
      return false;
  }
}

bool in_calendar(const CivilTime& c) { return c.month >= 1 && c.month <= 12 && c.day >= 1 && c.day <= 31; }

constexpr size_t kShortest = 8;  // "20:03:48"

}  // namespace

size_t read_date(std::string_view text, DateText& out) {
  if (text.size() < kShortest) return 0;
  std::string_view rest = text;
  out = {};
  for (auto day : kWeekdays) {
    if (!take(rest, day)) continue;
    take(rest, ",");
    if (!take(rest, " ")) return 0;
    break;
  }
  if (rest.size() < kShortest) return 0;
  bool known = is_letter(rest[0]) ? take_named(rest, text.data(), out)
               : rest[0] == ' '   ? take_day_and_name(rest, text.data(), out)
                                  : take_numeric(rest, text.data(), out);
  return known && in_calendar(out.civil) ? text.size() - rest.size() : 0;
}

std::optional<DayOrder> order_of_format(std::string_view format) {
  size_t year = std::min(format.find("%Y"), format.find("%y"));
  size_t day = std::min(format.find("%d"), format.find("%e"));
  size_t month = std::min(format.find("%m"), format.find("%D"));
  if (format.find("%D") != kNowhere) return DayOrder::month_first;
  if (day == kNowhere || month == kNowhere || year < std::min(day, month)) return std::nullopt;
  return day < month ? DayOrder::day_first : DayOrder::month_first;
}

namespace {

// "20:03:48", as one word.
bool read_plain_clock(std::string_view text, CivilTime& civil) {
  uint64_t values = load8(text.data()) ^ word8("00:00:00");
  constexpr uint64_t kDigits = 0x7676007676007676, kColons = 0x0000ff0000ff0000, kTop = each_byte(0x80);
  if ((((values + kDigits) | values) & kTop) != 0 || (values & kColons) != 0) return false;
  uint64_t pairs = values * 10 + (values >> 8);  // in bytes 0, 3 and 6
  int hour = static_cast<int>(pairs & 0xff), minute = static_cast<int>(pairs >> 24 & 0xff),
      second = static_cast<int>(pairs >> 48 & 0xff);
  if (hour > 23 || minute > 59 || second > 60) return false;
  civil.hour = hour;
  civil.minute = minute;
  civil.second = second;
  civil.millisecond = 0;
  return true;
}

}  // namespace

size_t read_clock(std::string_view text, CivilTime& civil) {
  if (text.size() == 8 && read_plain_clock(text, civil)) return 8;
  std::string_view rest = text;
  return take_clock(rest, civil) ? text.size() - rest.size() : 0;
}

}  // namespace denwaban::parse
