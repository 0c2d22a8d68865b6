// SPDX-License-Identifier: GPL-3.0-or-later
// Findings that are open, and grow with the calls that belong to them.
#pragma once

#include <string>
#include <vector>

#include <absl/container/flat_hash_map.h>
#include "fraud/exchange.h"
#include "fraud/live_call.h"
#include "model/fraud_finding.h"

namespace denwaban::fraud {

struct Case {
  uint64_t key = 0;
  FraudFinding finding;
  std::vector<uint64_t> places;
  double points = 0;    // of the worst call
  double cost_eur = 0;  // at class prices
  bool changed = false;

  void io(StateIo& io);
};

class Cases {
 public:
  static constexpr size_t kCasesMax = 2048;

  explicit Cases(Currency currency) : currency_(currency) {}

  // nullptr: there is none.
  Case* find(uint64_t key);
  // `finding` holds what names it; the rest grows. When there are too many the oldest is closed.
  Case& open(uint64_t key, FraudFinding finding, Time now, std::vector<FraudFinding>& out);
  void join(Case& one, const LiveCall& call, Time now);
  void join(Case& one, const OddCall& call);
  void charge(uint64_t key, Amount cost, double eur);
  void call_ended(uint64_t key, const std::string& call, Time now);
  // Of one call that nothing was paid for yet; `count`: how many take part.
  static Severity severity_of(double points, uint64_t count);
  // Raises the severity to what is known now, and tells who listens.
  void tell(Case& one, std::vector<FraudFinding>& out);
  // Appends those that grew in money alone, and closes those in which nothing happened for a week.
  void advance(Time now, std::vector<FraudFinding>& out);
  void finish(std::vector<FraudFinding>& out);
  void io(StateIo& io);

 private:
  void close(const std::vector<uint64_t>& keys, std::vector<FraudFinding>& out);

  Currency currency_;
  absl::flat_hash_map<uint64_t, Case> cases_;
};

}  // namespace denwaban::fraud
