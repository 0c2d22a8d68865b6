// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/records/fraud_report.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace denwaban::engine {

void FraudReport::hear(const Call& call, CallChange change, Time now) {
  detectors_.hear(call, change, now, told_);
  take_in();
}

void FraudReport::pass_time(Time now) {
  detectors_.advance(now, told_);
  take_in();
}

void FraudReport::take_in() {
  for (FraudFinding& finding : told_) {
    auto known = by_id_.find(finding.id);
    if (known != by_id_.end())
      known->second = std::move(finding);
    else if (by_id_.size() < findings_max_)
      by_id_.emplace(finding.id, std::move(finding));
    else
      ++dropped_;
  }
  told_.clear();
}

void FraudReport::finish() {
  detectors_.finish(told_);
  take_in();
  for (auto& [id, finding] : by_id_) findings_.push_back(std::move(finding));
  by_id_.clear();
  std::ranges::sort(findings_, {}, [](const FraudFinding& f) { return std::tie(f.raised, f.id); });
}

FraudReport::Bill FraudReport::bill() const {
  Bill bill;
  for (const FraudFinding& finding : findings_) {
    if (finding.severity < Severity::high) continue;
    bill.cost.currency = bill.after_alarm.currency = finding.cost.currency;  // all are of one
    ++bill.findings;
    bill.cost.amount += finding.cost.amount;
    bill.after_alarm.amount += Amount{finding.cost.amount.micros - finding.cost_at_alarm.amount.micros};
  }
  return bill;
}

}  // namespace denwaban::engine
