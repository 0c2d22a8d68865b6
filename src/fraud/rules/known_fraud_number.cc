// SPDX-License-Identifier: GPL-3.0-or-later
#include "fraud/rules.h"

namespace denwaban::fraud {

Piece weigh_known_fraud_number(const Signals& call) { return {call.to.known_fraud.empty() ? 0.0 : 10.0, {}}; }

void explain_known_fraud_number(const Signals& call, Facts& facts) {
  if (!call.to.known_fraud.empty()) add_fact(facts, "entry", "+" + std::string(call.to.known_fraud));
}

}  // namespace denwaban::fraud
