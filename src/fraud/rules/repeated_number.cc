// SPDX-License-Identifier: GPL-3.0-or-later
// The same number again and again, and somebody answers: a fax that is redialled fails.
#include <algorithm>

#include "fraud/rules.h"

namespace denwaban::fraud {

Piece weigh_repeated_number(const Signals& call) {
  constexpr uint32_t kOften = 3;
  if (call.to.stake < Stake::some || call.number_known || call.same_number < kOften) return {};
  return {std::min(4.0, 1.0 + 0.5 * (call.same_number - kOften)), {}};
}

void explain_repeated_number(const Signals& call, Facts& facts) {
  if (call.same_number > 1) add_fact(facts, "same_number", call.same_number);
}

}  // namespace denwaban::fraud
