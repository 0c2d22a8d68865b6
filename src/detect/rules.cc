// SPDX-License-Identifier: GPL-3.0-or-later
#include "detect/rules.h"

#include <algorithm>
#include <array>

namespace denwaban::detect {

size_t history_capacity(const Options& o) {
  uint32_t most =
      std::max({32u, o.auth_guessing.short_count, o.auth_guessing.high_count, o.auth_guessing.slow_count,
                o.auth_guessing.very_slow_count, o.auth_guessing.steady_count, o.scanner.one_name_count,
                o.dial_probe.short_count, o.malformed.short_count, o.management_guessing.high_count});
  return std::min(most, 1'000u);
}

std::span<const Rule> address_rules() {
  static constexpr std::array<Rule, 7> kRules = {{
      {Detector::auth_guessing, judge_auth_guessing},
      {Detector::account_enumeration, judge_account_enumeration},
      {Detector::dial_probe, judge_dial_probe},
      {Detector::scanner, judge_scanner},
      {Detector::malformed, judge_malformed},
      {Detector::forgery, judge_forgery},
      {Detector::management_guessing, judge_management_guessing},
  }};
  return kRules;
}

}  // namespace denwaban::detect
