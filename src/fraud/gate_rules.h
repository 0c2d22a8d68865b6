// SPDX-License-Identifier: GPL-3.0-or-later
// What the user has ordered for calls that leave, one line each; the first that fits decides:
//
//   VERDICT CLASS[,CLASS…] [for ACCOUNT[,ACCOUNT…]] [at HH-HH] [on DAY[,DAY…]]
//
//   refuse premium,satellite
//   pin international at 19-07
//   allow international for 200,201,30*
//   refuse abroad on weekend
//
// VERDICT: allow, pin, refuse. CLASS: any, national, shared_cost, premium, abroad (every other country), satellite (and
// international networks), costly (where fraud earns its money), unknown (no number that we understand). ACCOUNT may end
// in `*`. Hours and days are those of the office (mon … sun, weekdays, weekend); from 19 to 7 goes over midnight.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "fraud/calendar.h"
#include "fraud/outside_number.h"

namespace denwaban::fraud {

enum class GateVerdict : uint8_t { allow, ask_pin, refuse };

enum class CallClass : uint8_t { national, shared_cost, premium, abroad, satellite, costly, unknown };
using CallClasses = uint8_t;  // a bit each
inline constexpr CallClasses kAnyClass = 0x7f;
// `to`: nothing where no outside number was understood.
CallClasses classes_of(const std::optional<OutsideNumber>& to);

struct GateRule {
  GateVerdict verdict = GateVerdict::allow;
  CallClasses classes = kAnyClass;
  std::vector<std::string> accounts;  // empty: all
  int8_t from = 0, until = 24;        // hours
  uint8_t days = 0x7f;                // bit 0: Monday
  bool fits(CallClasses call, std::string_view account, const LocalMoment& at) const;
};

inline constexpr size_t kGateRulesMax = 1000;
// Error{usage}: which word, and what may stand there.
Result<GateRule> parse_gate_rule(std::string_view text);

}  // namespace denwaban::fraud
