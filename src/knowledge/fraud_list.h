// SPDX-License-Identifier: GPL-3.0-or-later
// Lists of numbers that were seen in fraud, in the plain forms in which they are passed on: a number or the beginning of
// one in each line, as E.164 with or without plus or 00, with `*` or `x` behind a beginning; behind it, separated by a
// comma, a semicolon, a tabulator or a space, a day (2026-03-01) and whatever else. `#` begins a remark. Bounded.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace denwaban::knowledge {

struct FraudList {
  static constexpr size_t kEntriesMax = 1'000'000;
  static constexpr size_t kShortest = 4;  // digits: what is shorter is a country, and no number

  std::vector<std::string> prefixes;  // E.164 digits without plus; ordered, each once
  size_t too_old = 0;                 // lines that were passed over for their day

  // `oldest`: a line of an earlier day is passed over. The error names the line.
  static Result<FraudList> read(std::string_view text, Time oldest);
};

}  // namespace denwaban::knowledge
