// SPDX-License-Identifier: GPL-3.0-or-later
#include "guard/office.h"

#include <algorithm>

#include "guard/answers.h"

namespace denwaban::guard {

// A request is about addresses or about calls, never about both.
Status LiveOffice::carry_out(const std::vector<Decision>& decisions) {
  bool calls = !decisions.empty() && decisions.front().action >= Action::hang_up;
  return calls ? fraud_.carry_out(decisions) : live_.carry_out(decisions, clock_.now());
}

// What was found a moment ago may still wait for the database: whoever asks waits for it too.
Result<std::vector<std::string>> LiveOffice::findings(const serve::FindingQuestion& question) {
  (void)store_.flush();
  return answer_findings(settings_.store.path, question);
}

Result<std::vector<Decision>> LiveOffice::decisions_about(const IpAddress& address, size_t limit) {
  (void)store_.flush();
  return answer_decisions(settings_.store.path, address, limit);
}

std::map<std::string, std::string> LiveOffice::titles(const std::vector<std::string>& finding_ids) {
  (void)store_.flush();
  return answer_titles(settings_.store.path, finding_ids);
}

Result<std::vector<std::string>> LiveOffice::observed(const report::Question& question) {
  auto observation = report::observe(tally_, question);
  if (!observation) return tl::unexpected(observation.error());
  return report::observation_json(*observation);
}

bool LiveOffice::allowed_by_settings(const IpPrefix& prefix) {
  const auto& allow = settings_.policy.allow;
  return std::find(allow.begin(), allow.end(), prefix) != allow.end();
}

std::vector<actions::FirewallEntry> LiveOffice::firewall() {
  if (!firewall_.drops()) return {};
  auto entries = firewall_.list();
  return entries ? std::move(*entries) : std::vector<actions::FirewallEntry>();
}

}  // namespace denwaban::guard
