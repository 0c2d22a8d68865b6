// SPDX-License-Identifier: GPL-3.0-or-later
// One number after the other: who rents a range is paid for each call into it.
#include <algorithm>

#include "fraud/rules.h"

namespace denwaban::fraud {

Piece weigh_sequential_numbers(const Signals& call) {
  if (call.to.stake == Stake::none || call.number_known || call.neighbours < 2) return {};
  bool harmless = call.to.stake == Stake::small && call.place_days >= 2;
  return {std::min(5.0, 1.5 * (call.neighbours - 1)) * (harmless ? 0.5 : 1), {}};
}

void explain_sequential_numbers(const Signals& call, Facts& facts) {
  if (call.neighbours >= 2) add_fact(facts, "neighbours", call.neighbours);
}

}  // namespace denwaban::fraud
