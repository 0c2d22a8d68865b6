// SPDX-License-Identifier: GPL-3.0-or-later
// The times of `include`, GotoIfTime, ExecIfTime and IFTIME (main/pbx_timing.c): "times,weekdays,days,months
// [,timezone]", with '|' or ',' between; each part a list with '&' of values and of ranges that may wrap.
#pragma once

#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>

namespace denwaban::parse {

struct LocalTime {
  int month = 1;    // 1 to 12
  int day = 1;      // 1 to 31
  int weekday = 0;  // 0: Sunday
  int hour = 0;
  int minute = 0;
};

struct Timing {
  std::bitset<24 * 60> minutes;
  uint32_t weekdays = 0;  // bit 0: Sunday
  uint32_t days = 0;      // bit 0: the first
  uint32_t months = 0;    // bit 0: January
  std::string timezone;
  bool valid = true;  // false: Asterisk skips a part of it, with a warning

  bool contains(const LocalTime& time) const;
  bool is_always() const;
  bool is_never() const;
};

Timing parse_timing(std::string_view text);

}  // namespace denwaban::parse
