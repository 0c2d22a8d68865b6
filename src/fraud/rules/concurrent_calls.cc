// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "fraud/rules.h"

namespace denwaban::fraud {

Piece weigh_concurrent_calls(const Signals& call) {
  if (call.to.stake == Stake::none) return {};
  double more = call.at_once - std::max(call.usual_at_once, 1.0);
  if (more < 1) return {};
  bool harmless = call.to.stake == Stake::small && call.unusual_hour < 2;
  return {std::min(6.0, 1 + 1.5 * (more - 1)) * (harmless ? 0.5 : 1), {}};
}

void explain_concurrent_calls(const Signals& call, Facts& facts) {
  add_fact(facts, "at_once", call.at_once);
  add_fact(facts, "usual_at_once", static_cast<uint64_t>(call.usual_at_once));
}

}  // namespace denwaban::fraud
