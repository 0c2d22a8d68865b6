// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/replay_report.h"

#include <algorithm>
#include <tuple>

namespace denwaban::engine {

void ReplayReport::publish(std::span<const Finding> findings, std::span<const Decision> decisions) {
  for (const Finding& finding : findings) {
    if (finding.state != FindingState::closed) continue;
    ++findings_total_;
    bool mild = finding.severity == Severity::info;
    auto& kept = mild ? mild_ : findings_;
    if (kept.size() < (mild ? kMildMax : kFindingsMax))
      kept.push_back(finding);
    else
      ++dropped_;
  }
  for (const Decision& decision : decisions) {
    if (decision.action == Action::ban) ++bans_;
    if (decisions_.size() < kDecisionsMax)
      decisions_.push_back(decision);
    else
      ++dropped_;
  }
}

std::vector<Finding> ReplayReport::take_findings() {
  std::vector<Finding> all = std::move(findings_);
  all.insert(all.end(), std::make_move_iterator(mild_.begin()), std::make_move_iterator(mild_.end()));
  std::sort(all.begin(), all.end(), [](const Finding& a, const Finding& b) { return std::tie(a.first, a.id) < std::tie(b.first, b.id); });
  return all;
}

}  // namespace denwaban::engine
