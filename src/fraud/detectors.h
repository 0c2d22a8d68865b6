// SPDX-License-Identifier: GPL-3.0-or-later
// Calls to FraudFindings. The same code hears calls as they happen, and records of years ago, moment by moment.
// Pure: no I/O, no clock, no log; bounded whatever callers do.
//
// What is learned: for each account and for the whole exchange which countries and classes are called, at which
// hours and weekdays, how many calls, at once and in a time, how long, for how much. What belongs to a finding is
// not learned.
#pragma once

#include <memory>
#include <vector>

#include "base/hash.h"
#include "fraud/options.h"
#include "model/call.h"
#include "model/fraud_finding.h"

namespace denwaban::fraud {

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
  // The end of a replay: closes and appends everything that is open.
  void finish(std::vector<FraudFinding>& out);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace denwaban::fraud
