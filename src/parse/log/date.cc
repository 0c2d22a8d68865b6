// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/log/date.h"

#include <array>

#include "parse/log/text.h"

namespace denwaban::parse {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
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

void take_zone(std::string_view& text, DateText& date) {
  std::string_view rest = text;
  take(rest, " ");
  char sign;
  int hours = 0, minutes = 0;
  if (take(rest, "Z") || take(rest, "UTC") || take(rest, "GMT")) {
    date.minutes_east = 0;
  } else if (take_one_of(rest, "+-", sign) && take_number(rest, 2, hours) && (take(rest, ":") || true) &&
             take_number(rest, 2, minutes) && hours <= 14 && minutes < 60) {
    date.minutes_east = (sign == '-' ? -1 : 1) * (hours * 60 + minutes);
  } else {
    return;
  }
  if (!rest.empty() && (is_letter(rest[0]) || is_digit(rest[0]))) {
    date.minutes_east.reset();
    return;
  }
  text = rest;
}

// "Nov 21 20:03:48", "Nov  1 2026 20:03:48", "Nov 21 20:03:48 2026"
bool take_named(std::string_view& text, const char* begin, DateText& date) {
  size_t month = 0;
  while (month < kMonths.size() && !take(text, kMonths[month])) ++month;
  if (month == kMonths.size() || !take(text, " ")) return false;
  date.civil.month = static_cast<int>(month) + 1;
  if (!take_day(text, date.civil) || !take(text, " ")) return false;
  if (text.size() > 4 && text[4] == ' ') {
    if (!take_number(text, 4, date.civil.year) || !take(text, " ")) return false;
    date.has_year = true;
  }
  if (!take_clock(text, begin, date)) return false;
  take_zone(text, date);
  std::string_view rest = text;
  if (int year = 0; !date.has_year && take(rest, " ") && take_number(rest, 4, year) && year >= 1970 &&
                    (rest.empty() || rest[0] == ']')) {
    date.civil.year = year;
    date.has_year = true;
    text = rest;
  }
  return true;
}

// "2026-11-21 20:03:48", "2026/11/21T20:03:48", "11-21 20:03:48", "11/21 20:03:48"
bool take_numeric(std::string_view& text, const char* begin, DateText& date) {
  char separator, between;
  if (text.size() > 4 && (text[4] == '-' || text[4] == '/')) {
    if (!take_number(text, 4, date.civil.year)) return false;
    take_one_of(text, "-/", separator);
    date.has_year = true;
  }
  if (!take_number(text, 2, date.civil.month) || !take_one_of(text, "-/", separator) ||
      !take_number(text, 2, date.civil.day) || !take_one_of(text, " T_", between) ||
      !take_clock(text, begin, date))
    return false;
  take_zone(text, date);
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

bool in_calendar(const CivilTime& c) { return c.month >= 1 && c.month <= 12 && c.day >= 1 && c.day <= 31; }

constexpr int kHalfYear = 6;  // months

}  // namespace

size_t read_date(std::string_view text, DateText& out) {
  if (text.size() < 10) return 0;
  std::string_view rest = text;
  out = {};
  for (auto day : kWeekdays) {
    if (!take(rest, day)) continue;
    take(rest, ",");
    if (!take(rest, " ")) return 0;
    break;
  }
  bool known = false;
  if (rest.size() >= 10 && is_letter(rest[0]))
    known = take_named(rest, text.data(), out);
  else if (rest.size() >= 10 && is_digit(rest[4]) && is_digit(rest[2]))
    known = take_epoch(rest, out);
  else
    known = take_numeric(rest, text.data(), out);
  return known && in_calendar(out.civil) ? text.size() - rest.size() : 0;
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

Time LogDates::moment(const DateText& date, bool settled) {
  CivilTime civil = date.civil;
  if (date.has_year && settled) {
    clock_.year = civil.year;
    clock_.month = civil.month;
  }
  if (!date.has_year) civil.year = year_of(civil.month, settled);
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
