// SPDX-License-Identifier: GPL-3.0-or-later
// What was counted, as it is told: one month, an earlier one beside it, and all months in a row.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "report/tally.h"

namespace denwaban::report {

struct Question {
  std::optional<MonthNumber> month;    // nothing: the latest that has attempts
  std::optional<MonthNumber> against;  // nothing: the one before it
  std::vector<Dimension> by;           // nothing: all
  size_t top = 10;                     // rows of each
  bool rare = false;                   // also names and passwords that too few tried to be told
};

struct Observation {
  struct Row {
    std::string key;  // as a sender wrote it: any byte
    uint64_t count = 0;
    uint64_t too_high = 0;  // the count may be so much too high
    uint64_t before = 0;    // in the earlier month
  };
  struct Part {
    Dimension dimension = Dimension::kind;
    uint64_t total = 0;  // of all rows, those not shown too
    uint64_t total_before = 0;
    std::vector<Row> rows;  // the most frequent first
  };
  struct MonthSum {
    std::string month;
    uint64_t attempts = 0, addresses = 0;
  };

  std::string month, against;  // "2026-11"; empty: nothing was counted; there is no earlier month
  uint64_t attempts = 0, attempts_before = 0;
  uint64_t addresses = 0, addresses_before = 0;  // different ones, off by 1.6 % where they are many
  uint64_t proven = 0;                           // attempts from proven addresses
  std::vector<uint64_t> days, days_before;       // attempts
  std::vector<MonthSum> months;                  // the oldest first
  std::vector<Part> parts;
  std::vector<std::string> remarks;  // what is missing, and the way out
};

// Error{not_found} when the month asked for holds nothing.
Result<Observation> observe(const Tally& tally, const Question& question);

// JSON lines (docs/json.md): observed_month for each month, observed for each row, observation at the end.
std::vector<std::string> observation_json(const Observation& observation);
// Back again; Error{input} for anything else.
Result<Observation> read_observation(const std::vector<std::string>& lines);
// RFC 4180: month,dimension,key,count,share,before.
std::string observation_csv(const Observation& observation);

}  // namespace denwaban::report
