// SPDX-License-Identifier: GPL-3.0-or-later
// It rang once, from abroad: who calls back, pays.
#include "fraud/rules.h"

namespace denwaban::fraud {

Piece weigh_wangiri(const Signals& call) {
  constexpr uint32_t kMany = 3;
  if (call.rang_ago < 0 || call.to.stake == Stake::none || call.number_known) return {};
  return {call.rings >= kMany ? 6.0 : 2.0, call.rings >= kMany ? "many" : ""};
}

void explain_wangiri(const Signals& call, Facts& facts) {
  if (call.rang_ago < 0) return;
  add_fact(facts, "rang_minutes_ago", static_cast<uint64_t>(call.rang_ago / 60));
  add_fact(facts, "rings", call.rings);
}

}  // namespace denwaban::fraud
