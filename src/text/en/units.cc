// SPDX-License-Identifier: GPL-3.0-or-later
// Spans of time, moments and sizes.
#include "text/catalogues.h"

namespace denwaban::text {

std::span<const Row> english_units() {
  static constexpr Row kRows[] = {
      {"unit.seconds", "{n|# second|# seconds}"},
      {"unit.minutes", "{n|# minute|# minutes}"},
      {"unit.hours", "{n|# hour|# hours}"},
      {"unit.days", "{n|# day|# days}"},
      {"unit.weeks", "{n|# week|# weeks}"},
      {"time.ago", "{span} ago"},
      {"time.ahead", "in {span}"},
      {"time.now", "now"},
      {"time.never", "never"},
  };
  return kRows;
}

}  // namespace denwaban::text
