// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "fraud/rules.h"

namespace denwaban::fraud {

Piece weigh_off_hours(const Signals& call) {
  if (call.to.stake == Stake::none) return {};
  if (call.quiet_day && call.unusual_hour < 2) return {2, "quiet_day"};
  if (call.account_hours_known) {
    if (call.account_usual_hour) return {};
    return {std::max(call.unusual_hour, 1.5), call.unusual_hour >= 1.5 ? "" : "account"};
  }
  return {call.unusual_hour, {}};
}

void explain_off_hours(const Signals& call, Facts& facts) {
  if (weigh_off_hours(call).points > 0) add_fact(facts, "time", fmt::format("{:02}:{:02}", call.at.hour, call.at.minute));
}

}  // namespace denwaban::fraud
