// SPDX-License-Identifier: GPL-3.0-or-later
// Pieces of a page.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace denwaban::report {

// Made harmless for element content and quoted attributes: what an attacker wrote becomes printable text
// first.
std::string escaped(std::string_view text);

// Columns side by side, each with the earlier value as a mark across it.
struct ColumnChart {
  std::string title;  // for those who cannot see it
  std::vector<std::string> labels;
  std::vector<uint64_t> values;
  std::vector<uint64_t> before;  // empty: nothing to compare with
  size_t label_every = 1;
};
std::string column_chart(const ColumnChart& chart, const std::string& id);

// A bar as long as its part of the longest, with a mark where the earlier value was.
std::string bar(uint64_t value, uint64_t before, uint64_t most);

// The style sheet of a report.
std::string_view report_style();

}  // namespace denwaban::report
