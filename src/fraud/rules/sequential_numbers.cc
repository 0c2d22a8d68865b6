// SPDX-License-Identifier: GPL-3.0-or-later
// One number after the other: who rents a range is paid for each call into it.
#include <algorithm>

#include "fraud/rules.h"

namespace denwaban::fraud {

// Three in a thousand may be a large customer.
Piece weigh_sequential_numbers(const Signals& call) {
  constexpr uint32_t kFew = 2;
  if (call.to.stake == Stake::none || call.number_known || call.neighbours <= kFew) return {};
  bool harmless = call.to.stake == Stake::small && call.place_days >= 2;
  return {std::min(harmless ? 6.0 : 8.0, (harmless ? 1.0 : 1.5) * (call.neighbours - kFew)), {}};
}

void explain_sequential_numbers(const Signals& call, Facts& facts) {
  if (call.neighbours >= 2) add_fact(facts, "neighbours", call.neighbours);
}

}  // namespace denwaban::fraud
