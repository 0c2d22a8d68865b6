// SPDX-License-Identifier: GPL-3.0-or-later
// Somebody tried, shortly, whether it works, and now they come: perhaps hours later, from another account.
#include "fraud/rules.h"

namespace denwaban::fraud {

Piece weigh_test_call(const Signals& call) {
  if (call.to.stake < Stake::some || call.number_known) return {};
  if (call.place_in_finding) return {call.unusual_hour >= 2 ? 4.0 : 1.0, "others"};
  if (call.tester.empty()) return {};
  return {call.tester_is_other && call.unusual_hour >= 2 ? 3.0 : 1.0, {}};
}

void explain_test_call(const Signals& call, Facts& facts) {
  if (!call.tester.empty()) add_fact(facts, "tester", call.tester);
}

}  // namespace denwaban::fraud
