// SPDX-License-Identifier: GPL-3.0-or-later
// What the fraud detectors found in the past: each finding once, as it was last told. Bounded: what opens
// beyond that is counted, as often as it is told, not kept.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/records/moments.h"
#include "fraud/detectors.h"

namespace denwaban::engine {

class FraudReport final : public MomentListener {
 public:
  static constexpr size_t kFindingsMax = 20'000;

  explicit FraudReport(fraud::Options options, size_t findings_max = kFindingsMax)
      : detectors_(std::move(options), HashSeed{}), findings_max_(findings_max) {}

  void hear(const Call& call, CallChange change, Time now) override;
  void pass_time(Time now) override;
  // The end: findings are complete, in the order of their alarms.
  void finish();

  const std::vector<FraudFinding>& findings() const { return findings_; }
  uint64_t dropped() const { return dropped_; }
  // With what they learned.
  const fraud::Detectors& detectors() const { return detectors_; }
  // Of all findings that ask for action (high and above): what their calls cost, and what of it after the alarm.
  struct Bill {
    Money cost, after_alarm;
    uint64_t findings = 0;
  };
  Bill bill() const;

 private:
  void take_in();

  fraud::Detectors detectors_;
  size_t findings_max_;
  std::vector<FraudFinding> told_;                // by one moment
  std::map<std::string, FraudFinding> by_id_;
  std::vector<FraudFinding> findings_;
  uint64_t dropped_ = 0;
};

}  // namespace denwaban::engine
