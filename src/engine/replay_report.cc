// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/replay_report.h"

#include <algorithm>

namespace denwaban::engine {

void ReplayReport::publish(std::span<const Finding> findings, std::span<const Decision> decisions) {
  for (const Finding& finding : findings) {
    if (finding.state != FindingState::closed) continue;
    ++findings_total_;
    worst_ = std::max(worst_.value_or(Severity::info), finding.severity);
    bool mild = finding.severity < Severity::medium;
    if (mild ? mild_ >= kMildMax : kept_.size() - mild_ >= kFindingsMax) {
      ++dropped_;
      continue;
    }
    mild_ += mild;
    pack(finding, kept_.size() < kManyFindings ? finding.evidence.size() : kEvidenceOfMany, packed_);
    kept_.push_back({finding.first, store_.add(packed_)});
  }
  for (const Decision& decision : decisions) {
    if (decision.action == Action::ban) ++bans_;
    if (decisions_.size() == kDecisionsMax) {
      ++dropped_;
      continue;
    }
    pack(decision, packed_);
    decisions_.push_back(store_.add(packed_));
  }
}

// A record begins with the id.
void ReplayReport::sort() {
  if (sorted_) return;
  sorted_ = true;
  std::sort(kept_.begin(), kept_.end(), [this](const Kept& a, const Kept& b) {
    if (a.first != b.first) return a.first < b.first;
    return store_.at(a.place) < store_.at(b.place);
  });
}

void ReplayReport::each(const std::function<void(const Finding&)>& take) {
  sort();
  for (const Kept& kept : kept_) {
    Finding finding = unpack_finding(store_.at(kept.place));
    auto& evidence = finding.evidence;
    if (kept_.size() > kManyFindings && evidence.size() > kEvidenceOfMany)
      evidence.erase(evidence.begin() + kEvidenceOfMany - 1, evidence.end() - 1);
    take(finding);
  }
}

void ReplayReport::each_decision(const std::function<void(const Decision&)>& take) const {
  for (const RecordStore::Place& place : decisions_) take(unpack_decision(store_.at(place)));
}

}  // namespace denwaban::engine
