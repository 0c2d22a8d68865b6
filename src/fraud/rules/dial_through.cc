// SPDX-License-Identifier: GPL-3.0-or-later
// In from outside and out again, or out without anybody's account.
#include "fraud/rules.h"

namespace denwaban::fraud {

Piece weigh_dial_through(const Signals& call) {
  if (call.to.stake == Stake::none || call.number_known) return {};
  if (call.from_trunk) return {call.to.stake == Stake::small ? 2.0 : 4.0, call.redirected ? "forwarded" : ""};
  if (call.nobody) return {call.to.stake == Stake::small ? 1.0 : 3.0, "nobody"};
  return {};
}

void explain_dial_through(const Signals& call, Facts& facts) {
  if (call.from_trunk) add_fact(facts, "from", "trunk");
}

}  // namespace denwaban::fraud
