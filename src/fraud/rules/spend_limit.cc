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

// One call that does not end.
double points_of_length(const Signals& call) {
  constexpr double kLong = 15;  // minutes
  if (call.number_known || call.to.stake < Stake::some || call.talked_minutes <= kLong) return 0;
  return std::min(6.0, 2 * std::log2(call.talked_minutes / kLong)) * (call.to.stake == Stake::great ? 1 : 0.5);
}

double points_of_money(const Signals& call) {
  if (call.to.stake == Stake::none || call.spent <= allowed(call)) return 0;
  bool harmless = call.to.stake == Stake::small && call.unusual_hour < 2;
  return std::min(10.0, 2 + 3 * std::log2(call.spent / allowed(call))) * (harmless ? 0.7 : 1);
}

}  // namespace

Piece weigh_spend_limit(const Signals& call) {
  double length = points_of_length(call), money = points_of_money(call);
  return length > money ? Piece{length, "long"} : Piece{money, "habit"};
}

void explain_spend_limit(const Signals& call, Facts& facts) {
  add_fact(facts, "spent", fmt::format("{:.2f}", call.spent));
  add_fact(facts, "usual_spent", fmt::format("{:.2f}", call.usual_spent));
  if (points_of_length(call) > 0) add_fact(facts, "minutes", static_cast<uint64_t>(call.talked_minutes));
}

}  // namespace denwaban::fraud
