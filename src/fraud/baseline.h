// SPDX-License-Identifier: GPL-3.0-or-later
// What the detectors take for ordinary, of one account or of the whole exchange, as a person may check it.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace denwaban::fraud {

struct Baseline {
  struct Place {
    std::string name;   // "SO", "DE premium", a prefix of no country
    uint32_t days = 0;  // on which it was called
    uint32_t calls = 0;
    int32_t last_day = 0;  // since 1970, by the office's calendar
  };
  bool known = false;         // else there were no outside calls of this account, and all below is empty
  uint32_t calls = 0;         // outside calls, those at home, too
  int32_t days = 0;           // from the exchange's first call until its last
  std::vector<Place> places;  // abroad, dear or risky; the one called on most days first

  // Of an account: the most of an ordinary day, of calls to such places; money in EUR at usual prices.
  double in_ten_minutes = 0, in_hour = 0, in_day = 0, at_once = 0, spent = 0;

  // Of the exchange: when nobody calls, by weekday (0: Monday) and hour of the office.
  bool hours_learned = false;  // else everybody's office hours are assumed
  std::array<std::array<bool, 24>, 7> quiet{};
};

}  // namespace denwaban::fraud
