// SPDX-License-Identifier: GPL-3.0-or-later
// The twelve detectors: each weighs one kind of evidence in points and explains it. One piece alone seldom convinces;
// `Suspicion` adds them up.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fraud/signals.h"
#include "model/fraud_finding.h"

namespace denwaban::fraud {

// Ten points are an alarm.
struct Piece {
  double points = 0;
  std::string_view pattern;  // of the sentence; empty: the detector's general one
};

using Facts = std::vector<FraudFact>;
void add_fact(Facts& facts, std::string_view name, std::string value);
void add_fact(Facts& facts, std::string_view name, uint64_t value);

Piece weigh_call_velocity(const Signals& call);
Piece weigh_concurrent_calls(const Signals& call);
Piece weigh_costly_destination(const Signals& call);
Piece weigh_new_destination(const Signals& call);
Piece weigh_off_hours(const Signals& call);
Piece weigh_sequential_numbers(const Signals& call);
Piece weigh_repeated_number(const Signals& call);
Piece weigh_spend_limit(const Signals& call);
Piece weigh_test_call(const Signals& call);
Piece weigh_wangiri(const Signals& call);
Piece weigh_dial_through(const Signals& call);
Piece weigh_known_fraud_number(const Signals& call);

void explain_call_velocity(const Signals& call, Facts& facts);
void explain_concurrent_calls(const Signals& call, Facts& facts);
void explain_costly_destination(const Signals& call, Facts& facts);
void explain_new_destination(const Signals& call, Facts& facts);
void explain_off_hours(const Signals& call, Facts& facts);
void explain_sequential_numbers(const Signals& call, Facts& facts);
void explain_repeated_number(const Signals& call, Facts& facts);
void explain_spend_limit(const Signals& call, Facts& facts);
void explain_test_call(const Signals& call, Facts& facts);
void explain_wangiri(const Signals& call, Facts& facts);
void explain_dial_through(const Signals& call, Facts& facts);
void explain_known_fraud_number(const Signals& call, Facts& facts);

struct Rule {
  FraudDetector detector;
  bool specific;  // says what is done, not only that something is odd: names the finding where it has weight
  Piece (*weigh)(const Signals& call);
  void (*explain)(const Signals& call, Facts& facts);
};
// All of them, in the order of FraudDetector.
std::span<const Rule> rules();

}  // namespace denwaban::fraud
