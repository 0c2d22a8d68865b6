// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/time_zone.h"

namespace denwaban::parse {

// How to read a clock face that lacks a year or a zone.
struct LogClock {
  TimeZone zone;
  int year = 1970;  // of the first line that the parser meets; December to January counts on by itself
  int month = 0;    // of the line before the first one, 1 to 12; 0: there was none
};

}  // namespace denwaban::parse
