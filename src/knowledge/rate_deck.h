// SPDX-License-Identifier: GPL-3.0-or-later
// The user's own prices, as carriers send them: a CSV with a header. Columns are found by name, in any order:
// prefix; price_per_minute; connection_fee, first_seconds, step_seconds (billing increments, else one second)
// and currency where there are. A price counts for the longest prefix that the number begins with. Names that
// carriers use, separators, ranges and increments like "60/6": docs/numbers.md, rate_deck_columns.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/money.h"
#include "base/result.h"
#include "base/time.h"

namespace denwaban::knowledge {

struct Rate {
  std::string prefix;  // E.164 digits without plus
  Amount per_minute, connection_fee;
  uint32_t first_seconds = 1;  // billed at least so long …
  uint32_t step_seconds = 1;   // … and then in steps of this length

  // Nothing for a call that nobody answered. Partial minutes are exact, a rest of a millionth is rounded up.
  // What does not fit saturates.
  Amount cost(Seconds talked) const;
};

class RateDeck {
 public:
  static constexpr size_t kRatesMax = 2'000'000;

  // The error names line and column. `currency`: of the deck, where it does not say.
  static Result<RateDeck> read(std::string_view csv, Currency currency);

  // nullptr: no price for this number. `digits`: E.164 without plus.
  const Rate* find(std::string_view digits) const;
  Currency currency() const { return currency_; }
  size_t size() const { return rates_.size(); }
  // Ordered by prefix.
  const std::vector<Rate>& rates() const { return rates_; }
  // Sentences about what was passed over: repeated prefixes, dates, prices rounded.
  const std::vector<std::string>& remarks() const { return remarks_; }

 private:
  void order();

  std::vector<Rate> rates_;
  std::vector<uint32_t> parents_;  // the rate of the next shorter prefix, or kNone
  Currency currency_;
  std::vector<std::string> remarks_;
};

}  // namespace denwaban::knowledge
