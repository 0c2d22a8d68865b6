// SPDX-License-Identifier: GPL-3.0-or-later
// What the clock faces of a followed log mean, by its first lines and by when they come.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "base/time_zone.h"
#include "parse/log_clock.h"

namespace denwaban::engine {

// Lines of a followed log are written on the day on which they come: how many showed which order of day and
// month by that. All of them vote, as one alone may be a sender's.
struct DayOrderVotes {
  bool wanted = false;  // the log's dates are two numbers
  size_t day_first = 0, month_first = 0;

  parse::DayOrder winner() const {
    return month_first > day_first ? parse::DayOrder::month_first : parse::DayOrder::day_first;
  }
};

void vote_for_order(std::string_view bytes, Time now, DayOrderVotes& votes);

// The clock of a stream that begins with `bytes`, completed by what we know: the machine's zone, and the
// order that logger.conf tells. `votes` has begun then.
parse::LogClock clock_of_stream(std::string_view bytes, const TimeZone& zone,
                                std::optional<parse::DayOrder> order, Time now, DayOrderVotes& votes);

}  // namespace denwaban::engine
