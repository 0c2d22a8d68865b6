// SPDX-License-Identifier: GPL-3.0-or-later
#include "fraud/rules.h"

namespace denwaban::fraud {

void add_fact(Facts& facts, std::string_view name, std::string value) {
  for (const auto& fact : facts)
    if (fact.name == name) return;
  facts.push_back({std::string(name), std::move(value)});
}

void add_fact(Facts& facts, std::string_view name, uint64_t value) { add_fact(facts, name, std::to_string(value)); }

std::span<const Rule> rules() {
  using enum FraudDetector;
  static constexpr Rule kRules[] = {
      {call_velocity, false, weigh_call_velocity, explain_call_velocity},
      {concurrent_calls, false, weigh_concurrent_calls, explain_concurrent_calls},
      {costly_destination, false, weigh_costly_destination, explain_costly_destination},
      {new_destination, false, weigh_new_destination, explain_new_destination},
      {off_hours, false, weigh_off_hours, explain_off_hours},
      {sequential_numbers, true, weigh_sequential_numbers, explain_sequential_numbers},
      {repeated_number, true, weigh_repeated_number, explain_repeated_number},
      {spend_limit, false, weigh_spend_limit, explain_spend_limit},
      {test_call, true, weigh_test_call, explain_test_call},
      {wangiri, true, weigh_wangiri, explain_wangiri},
      {dial_through, true, weigh_dial_through, explain_dial_through},
      {known_fraud_number, true, weigh_known_fraud_number, explain_known_fraud_number},
  };
  return kRules;
}

}  // namespace denwaban::fraud
