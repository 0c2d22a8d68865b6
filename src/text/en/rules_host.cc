// SPDX-License-Identifier: GPL-3.0-or-later
// What the audit says of its rules: "rule.ID.title" and "rule.ID.why". Arguments: see the rules.
#include "text/catalogues.h"

namespace denwaban::text {

std::span<const Row> english_rules_host() {
  static constexpr Row kRows[] = {
      {"rule.DWB-HOST-001.title", "Asterisk runs as root on this machine"},
      {"rule.DWB-HOST-001.why", "a hole in Asterisk is then a hole in the whole machine"},
      {"rule.DWB-HOST-002.title", "no firewall rule speaks of port {port} ({service})"},
      {"rule.DWB-HOST-002.why",
       "it is open to every address, and packets are not dropped unless a rule says so"},
      {"rule.DWB-HOST-003.title",
       "[log?fail2ban watches a log that is not there: {log}][nobody?nobody bans who attacks Asterisk]"},
      {"rule.DWB-HOST-003.why", "[log?the jail {jail} sees nothing; ]guessing goes on until it succeeds"},
      {"rule.DWB-HOST-004.title", "everybody on this machine may write {file}"},
      {"rule.DWB-HOST-004.why", "who writes the configuration gives Asterisk its orders"},
      {"rule.DWB-HOST-005.title",
       "[passwords?the machine lets people in with a password (sshd)][root?root may log in with a password "
       "(sshd)]"},
      {"rule.DWB-HOST-005.why", "passwords of port 22 are guessed all day; keys are not"},
      {"rule.DWB-HOST-006.title", "ask the carrier to bar foreign and premium numbers, or to cap the bill"},
      {"rule.DWB-HOST-006.why",
       "somebody can reach a trunk here, and what the carrier does not connect costs nothing"},
      {"rule.DWB-HOST-007.title", "nobody is registered as {account}"},
      {"rule.DWB-HOST-007.why",
       "an account that nobody uses is guarded by nobody; an account in use may be switched off just now"},
      {"rule.DWB-HOST-008.title",
       "[ended?{version} gets no more repairs][advisory?{version} has a published hole: {advisory}]"},
      {"rule.DWB-HOST-008.why",
       "[ended?its branch is out of support][hole?{hole}; repaired in {fixed}]"
       "[packaged?; the distribution may have repaired it under the old number]"},
      {"rule.DWB-HOST-009.title", "a password that comes with the product is in use: {where}"},
      {"rule.DWB-HOST-009.why", "it stands in every manual"},
  };
  return kRows;
}

}  // namespace denwaban::text
