// SPDX-License-Identifier: GPL-3.0-or-later
// Calls to FraudFindings. The same code hears calls as they happen, and records of years ago, moment by moment.
// Pure: no I/O, no clock, no log; bounded whatever callers do.
//
// What is learned: for each account and for the whole exchange which countries and classes are called, at which
// hours and weekdays, how many calls, at once and in a time, how long, for how much. What belongs to a finding is
// not learned.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/hash.h"
#include "fraud/budgets.h"
#include "fraud/baseline.h"
#include "fraud/options.h"
#include "model/call.h"
#include "model/fraud_finding.h"

namespace denwaban::fraud {

// A call that somebody wants to make, weighed before it is made.
struct Weighed {
  bool known = false;          // it is an outside number that may cost something; else all below is empty
  std::string number;          // E.164 without plus
  std::string place, country;  // as findings name it: "SO", "DE premium"
  bool costs = false;          // its minutes have a price
  double points = 0;           // ten are an alarm
  bool alarm = false;          // once somebody answers a finding opens, or grows …
  Severity severity = Severity::info;
  FraudDetector detector = FraudDetector::call_velocity;
  std::string pattern;
  std::vector<FraudFact> facts;
  std::optional<BudgetBreach> limit;  // that the user set, and that is passed already
};

class Detectors {
 public:
  Detectors(Options options, HashSeed seed);
  ~Detectors();
  Detectors(Detectors&&) noexcept;
  Detectors& operator=(Detectors&&) noexcept;

  // Moments of calls in the order of time: `began` (or `dialled`, once it is known where to), `answered`, `ended`.
  // Of the call only what was known at that moment may be set. Appends findings that opened, or grew in a way that
  // matters. Emergency calls are not even counted.
  void hear(const Call& call, CallChange change, Time now, std::vector<FraudFinding>& out);
  // Time passes: calls that last cost more. Cheap: looks every few seconds.
  void advance(Time now, std::vector<FraudFinding>& out);
  // What `hear` would say of an outside call that somebody wants to make, were it answered. Nothing is learned. Who asks has
  // seen to it that it is no emergency. `call.direction` is outgoing; one that was heard of already is not counted twice.
  Weighed weigh(const Call& call, Time now);
  // What is ordinary of an account; of the exchange, when its name is empty. For people: slow.
  Baseline baseline(const std::string& account) const;
  // All accounts that something is known of, ordered by name.
  std::vector<std::string> accounts() const;
  // The end of a replay: closes and appends everything that is open.
  void finish(std::vector<FraudFinding>& out);

  // Nobody touches those, in any state.
  bool is_emergency(const Call& call) const;

  // Other settings, the same memory.
  void reconfigure(Options options);
  // All that is remembered, with the seed that it was made with (secret). `load` gives false, and changes nothing, when
  // the bytes are damaged or of another version.
  void save(ByteWriter& out) const;
  bool load(ByteReader& in);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace denwaban::fraud
