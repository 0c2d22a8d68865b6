// SPDX-License-Identifier: GPL-3.0-or-later
// To where nobody here, or not this account, ever called; and the hunt for a place that works.
#include <algorithm>

#include "fraud/rules.h"

namespace denwaban::fraud {
namespace {

// A dangerous place takes more days to become usual.
double newness(const Signals& call) {
  bool dangerous = call.to.stake == Stake::great;
  switch (call.place_days) {
    case 0:
      return 4;
    case 1:
      return dangerous ? 3 : 2;
    case 2:
      return dangerous ? 2 : 0;
    case 3:
      return dangerous ? 1 : 0;
    default:
      break;
  }
  bool new_to_account = call.account_place_days == 0 && call.account_calls >= 20;
  return !new_to_account ? 0 : dangerous ? 2 : 1;
}

}  // namespace

Piece weigh_new_destination(const Signals& call) {
  if (call.to.stake == Stake::none || call.number_known) return {};
  double points = newness(call) * call.maturity;
  if (call.new_places >= 3 && call.to.stake >= Stake::some) return {points + std::min(4.0, call.new_places - 2.0), "hunting"};
  return {points, call.place_days == 0 ? "exchange" : call.account_place_days == 0 ? "account" : "rare"};
}

void explain_new_destination(const Signals& call, Facts& facts) {
  add_fact(facts, "known_days", call.place_days);
  if (call.place_days == 0) add_fact(facts, "never_in_days", static_cast<uint64_t>(std::max(call.history_days, 0)));
  if (call.new_places >= 3) add_fact(facts, "new_places", call.new_places);
}

}  // namespace denwaban::fraud
