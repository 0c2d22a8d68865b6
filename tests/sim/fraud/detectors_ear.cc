// SPDX-License-Identifier: GPL-3.0-or-later
#include "detectors_ear.h"

#include <unordered_map>

#include "fraud/detectors.h"
#include "knowledge/numbering.h"

namespace denwaban::sim {
namespace {

constexpr std::string_view kNames[] = {"call_velocity",   "concurrent_calls", "costly_destination",
                                       "new_destination", "off_hours",        "sequential_numbers",
                                       "repeated_number", "spend_limit",      "test_call",
                                       "wangiri",         "dial_through",     "known_fraud_number"};

fraud::Options options_of(const Company& company) {
  fraud::Options options;
  options.habits.plan = knowledge::find_plan(company.home->iso);
  if (!company.outside.empty()) options.habits.outside_prefixes = {company.outside};
  options.habits.area_code = company.area;
  options.zone = company.zone;
  options.trunks = company.trunks;
  return options;
}

class Ear {
 public:
  explicit Ear(const FraudWorld& world)
      : detectors_(options_of(world.company), HashSeed{world.company.seed}) {
    for (uint32_t i = 0; i < world.calls.size(); ++i) by_id_.emplace(id_of(world, world.calls[i]), i);
  }

  void hear(const Call& call, CallChange change, Time now) {
    if (now - looked_ >= Seconds(5)) {
      detectors_.advance(now, findings_);
      looked_ = now;
    }
    detectors_.hear(call, change, now, findings_);
    note(now);
  }
  std::vector<Alarm> alarms;

 private:
  void note(Time now) {
    for (const FraudFinding& finding : findings_)
      if (finding.severity >= Severity::medium && finding.state != FindingState::closed)
        alarms.push_back(alarm_of(finding, now));
    findings_.clear();
  }

  Alarm alarm_of(const FraudFinding& finding, Time now) const {
    Alarm alarm;
    alarm.time = now;
    alarm.id = finding.id;
    alarm.what = std::string(kNames[static_cast<size_t>(finding.detector)]) + " " + finding.pattern;
    for (const EvidenceRef& evidence : finding.evidence)
      if (evidence.length > 0) alarm.calls.push_back(static_cast<uint32_t>(evidence.offset));
    for (const std::string& id : finding.calls)
      if (const auto found = by_id_.find(id); found != by_id_.end()) alarm.calls.push_back(found->second);
    alarm.accounts.insert(finding.accounts.begin(), finding.accounts.end());
    if (!finding.subject.account.empty()) alarm.accounts.insert(finding.subject.account);
    alarm.numbers.insert(finding.numbers.begin(), finding.numbers.end());
    if (!finding.subject.number.empty()) alarm.numbers.insert(finding.subject.number);
    return alarm;
  }

  fraud::Detectors detectors_;
  std::unordered_map<std::string, uint32_t> by_id_;
  std::vector<FraudFinding> findings_;
  Time looked_{};
};

}  // namespace

std::vector<Alarm> watch_by_detectors(const FraudWorld& world, Telling telling) {
  Ear ear(world);
  tell(world, telling, [&](const Call& call, CallChange change, Time now) { ear.hear(call, change, now); });
  return std::move(ear.alarms);
}

}  // namespace denwaban::sim
