// SPDX-License-Identifier: GPL-3.0-or-later
// More money than the habits allow. The limits that the user set are exact, and counted in budgets.h.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "fraud/rules.h"

namespace denwaban::fraud {
namespace {

constexpr double kLeast = 15;  // EUR a day

double allowed(const Signals& call) { return std::max(3 * call.usual_spent, kLeast * (call.history_days < 5 ? 2 : 1)); }

}  // namespace

Piece weigh_spend_limit(const Signals& call) {
  if (call.to.stake == Stake::none || call.spent <= allowed(call)) return {};
  bool harmless = call.to.stake == Stake::small && call.unusual_hour < 2;
  return {std::min(10.0, 2 + 3 * std::log2(call.spent / allowed(call))) * (harmless ? 0.7 : 1), "habit"};
}

void explain_spend_limit(const Signals& call, Facts& facts) {
  add_fact(facts, "spent", fmt::format("{:.2f}", call.spent));
  add_fact(facts, "usual_spent", fmt::format("{:.2f}", call.usual_spent));
}

}  // namespace denwaban::fraud
