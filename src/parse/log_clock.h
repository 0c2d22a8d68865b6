// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "base/time_zone.h"

namespace denwaban::parse {

// Which number of "05/11/2026" is the day.
enum class DayOrder : uint8_t { day_first, month_first };

// How to read a clock face that lacks a year or a zone, or leaves open what its numbers mean.
struct LogClock {
  TimeZone zone;
  int year = 1970;  // of the first line that the parser meets; December to January counts on by itself
  int month = 0;    // of the line before the first one, 1 to 12; 0: there was none
  DayOrder order = DayOrder::day_first;  // of dates whose numbers leave it open
  // Of a log whose lines tell the clock alone ("20:03:48"): the day, with `year` and `month`, of the first
  // line, and the hour of the line before it (-1: there was none). Midnight counts on by itself.
  int day = 1, hour = -1;
};

}  // namespace denwaban::parse
