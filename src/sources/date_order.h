// SPDX-License-Identifier: GPL-3.0-or-later
// Which number of a log's dates is the day, and how often it passed midnight.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sources/dated_lines.h"

namespace denwaban::sources {

struct Order {
  parse::DayOrder order = parse::DayOrder::day_first;
  std::string from;  // "from EventTV"; empty when the log's dates leave nothing open
};

// Finds the order and brings all lines of the sample into it. `changed`: when the log was written last.
// `machine`: how this machine's Asterisk writes dates.
Order settle_order(DateSample& sample, Time changed, std::optional<parse::DayOrder> machine);

// How many midnights lie between the first line and each; the rule of parse::LogDates.
std::vector<int> midnights_of(const std::vector<DatedLine>& lines);

}  // namespace denwaban::sources
