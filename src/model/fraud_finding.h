// SPDX-License-Identifier: GPL-3.0-or-later
// What the fraud detectors conclude from calls, with the evidence for it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/money.h"
#include "base/time.h"
#include "model/event.h"
#include "model/finding.h"

namespace denwaban {

enum class FraudDetector : uint8_t {
  call_velocity,        // more calls in a time than ever
  concurrent_calls,     // more at once than ever
  costly_destination,   // to where fraud earns its money
  new_destination,      // to a country that this account, or nobody here, ever called
  off_hours,            // when nobody here calls
  sequential_numbers,   // one number after the other: a range that somebody rents
  repeated_number,      // the same number again and again
  spend_limit,          // more money than the user or the habits allow
  test_call,            // somebody tried whether it works, and came back
  wangiri,              // missed calls that lure, and the calls back
  dial_through,         // in from outside and out again
  known_fraud_number,   // it stands in a list
};

// Whom a fraud finding is about: at least one is set.
struct FraudSubject {
  std::string account;  // endpoint or peer; empty: several, or nobody's
  std::string trunk;    // where the calls left
  std::string number;   // E.164 without plus
  friend bool operator==(const FraudSubject&, const FraudSubject&) = default;
};

// What the sentences say in figures: {"calls", "14"}, {"span", "9 min"}, {"country", "SO"}, {"usual", "2"}.
struct FraudFact {
  std::string name, value;
  friend bool operator==(const FraudFact&, const FraudFact&) = default;
};

struct FraudFinding {
  static constexpr size_t kListMax = 100;     // accounts, numbers and countries listed
  static constexpr size_t kEvidenceMax = 20;  // the first and the latest

  std::string id;  // stable_id of detector, subject and first evidence
  FindingState state = FindingState::open;
  FraudDetector detector = FraudDetector::call_velocity;
  Severity severity = Severity::medium;
  FraudSubject subject;
  Time raised{};  // when it was first told, at this severity or below: the alarm
  Time first{};   // when the first call that takes part began …
  Time last{};    // … and when the last thing was heard of them
  uint64_t count = 0;  // calls
  std::vector<std::string> accounts, numbers, countries;  // all that take part
  std::vector<std::string> places;                        // classes of destinations: "SO", "DE premium", "882"
  std::vector<std::string> calls;                         // ids of them that last, to be ended; at most kListMax
  Money cost;             // of all calls that take part, until now …
  Money cost_at_alarm;    // … and when it was raised
  std::string pattern;    // which rule of the detector fired: "fraud.why.<detector>.<pattern>" is the sentence
  std::vector<FraudFact> facts;
  std::vector<EvidenceRef> evidence;
};

}  // namespace denwaban
