// SPDX-License-Identifier: GPL-3.0-or-later
#include "guard/office.h"

#include "guard/answers.h"

namespace denwaban::guard {

// What was found a moment ago may still wait for the database: whoever asks waits for it too.
Result<std::vector<std::string>> LiveOffice::findings(const serve::FindingQuestion& question) {
  (void)store_.flush();
  return answer_findings(folder_, question);
}

Result<std::vector<Decision>> LiveOffice::decisions_about(const IpAddress& address, size_t limit) {
  (void)store_.flush();
  return answer_decisions(folder_, address, limit);
}

std::vector<actions::FirewallEntry> LiveOffice::firewall() {
  auto entries = firewall_.list();
  return entries ? std::move(*entries) : std::vector<actions::FirewallEntry>();
}

}  // namespace denwaban::guard
