// SPDX-License-Identifier: GPL-3.0-or-later
#include "fraud/cases.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/hash.h"

namespace denwaban::fraud {
namespace {

void add_once(std::vector<std::string>& list, const std::string& text) {
  if (text.empty() || list.size() >= FraudFinding::kListMax) return;
  if (std::ranges::find(list, text) == list.end()) list.push_back(text);
}

void add_evidence(FraudFinding& finding, const EvidenceRef& evidence) {
  if (finding.evidence.size() >= FraudFinding::kEvidenceMax)
    finding.evidence.erase(finding.evidence.begin() + FraudFinding::kEvidenceMax / 2);
  finding.evidence.push_back(evidence);
}

Severity severity_by(double cost_eur, double points, uint64_t count) {
  constexpr double kSure = 11, kMuch = 20, kVeryMuch = 200;
  constexpr uint64_t kSeveral = 4, kMany = 15;
  if (cost_eur >= kVeryMuch || (points >= kSure && count >= kMany)) return Severity::critical;
  if (cost_eur >= kMuch || points >= kSure || count >= kSeveral) return Severity::high;
  return Severity::medium;
}

Severity severity_of(const Case& one) { return severity_by(one.cost_eur, one.points, one.finding.count); }

}  // namespace

Severity Cases::severity_of(double points, uint64_t count) { return severity_by(0, points, count); }

Case* Cases::find(uint64_t key) {
  auto at = cases_.find(key);
  return at == cases_.end() ? nullptr : &at->second;
}

Case& Cases::open(uint64_t key, FraudFinding finding, Time now, std::vector<FraudFinding>& out) {
  if (cases_.size() >= kCasesMax) {
    auto oldest = std::ranges::min_element(cases_, {},
                                           [](const auto& entry) { return std::pair(entry.second.finding.last, entry.first); });
    close({oldest->first}, out);
  }
  Case& one = cases_[key];
  one = Case();
  one.key = key;
  one.finding = std::move(finding);
  one.finding.raised = now;
  one.finding.first = one.finding.last = now;
  one.finding.cost.currency = one.finding.cost_at_alarm.currency = currency_;
  return one;
}

void Cases::join(Case& one, const OddCall& call) {
  FraudFinding& finding = one.finding;
  ++finding.count;
  finding.first = std::min(finding.first, call.began);
  add_once(finding.accounts, call.account_name);
  if (finding.accounts.size() > 1) finding.subject.account.clear();
  add_once(finding.numbers, call.number);
  add_once(finding.countries, call.country);
  add_once(finding.places, call.place_name);
  add_evidence(finding, call.evidence);
  finding.cost.amount += call.cost;
  if (one.places.size() < FraudFinding::kListMax && std::ranges::find(one.places, call.place) == one.places.end())
    one.places.push_back(call.place);
  one.changed = true;
}

void Cases::join(Case& one, const LiveCall& call, Time now) {
  join(one, OddCall{call.account_key, call.to.place_key, call.account, call.to.digits, call.to.country, call.to.place,
                    call.id, call.evidence,
                    call.began, call.counted, true});
  one.cost_eur += call.counted_eur;
  one.points = std::max(one.points, call.points);
  one.finding.last = std::max(one.finding.last, now);
  add_once(one.finding.calls, call.id);
}

void Cases::charge(uint64_t key, Amount cost, double eur) {
  Case* one = find(key);
  if (one == nullptr) return;
  one->finding.cost.amount += cost;
  one->cost_eur += eur;
}

void Cases::call_ended(uint64_t key, const std::string& call, Time now) {
  Case* one = find(key);
  if (one == nullptr) return;
  std::erase(one->finding.calls, call);
  one->finding.last = std::max(one->finding.last, now);
}

void Cases::tell(Case& one, std::vector<FraudFinding>& out) {
  FraudFinding& finding = one.finding;
  finding.severity = std::max(finding.severity, fraud::severity_of(one));
  if (finding.id.empty()) {
    const FraudSubject& subject = finding.subject;
    const EvidenceRef first = finding.evidence.empty() ? EvidenceRef() : finding.evidence.front();
    finding.id = stable_id(fmt::format("fraud {} {} {} {} {} {} {}", static_cast<int>(finding.detector), subject.account,
                                       subject.trunk, subject.number, first.source, first.offset, to_epoch_ms(finding.raised)));
    finding.cost_at_alarm = finding.cost;
    finding.state = FindingState::open;
  } else {
    finding.state = FindingState::grown;
  }
  one.changed = false;
  out.push_back(finding);
}

void Cases::advance(Time now, std::vector<FraudFinding>& out) {
  constexpr auto kQuiet = std::chrono::hours(24 * 7);
  std::vector<uint64_t> quiet, dearer;
  for (auto& [key, one] : cases_) {
    if (one.finding.last + kQuiet < now && one.finding.calls.empty())
      quiet.push_back(key);
    else if (fraud::severity_of(one) > one.finding.severity)
      dearer.push_back(key);
  }
  close(quiet, out);
  std::ranges::sort(dearer);
  for (uint64_t key : dearer) tell(cases_[key], out);
}

void Cases::finish(std::vector<FraudFinding>& out) {
  std::vector<uint64_t> all;
  for (const auto& [key, one] : cases_) all.push_back(key);
  close(all, out);
}

void Cases::close(const std::vector<uint64_t>& keys, std::vector<FraudFinding>& out) {
  std::vector<FraudFinding> closed;
  for (uint64_t key : keys) {
    auto at = cases_.find(key);
    at->second.finding.state = FindingState::closed;
    at->second.finding.calls.clear();
    closed.push_back(std::move(at->second.finding));
    cases_.erase(at);
  }
  std::ranges::sort(closed, {}, [](const FraudFinding& one) { return std::pair(one.raised, one.id); });
  for (auto& finding : closed) out.push_back(std::move(finding));
}

}  // namespace denwaban::fraud
