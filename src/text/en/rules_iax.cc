// SPDX-License-Identifier: GPL-3.0-or-later
// What the audit says of its rules on chan_iax2 and DUNDi: "rule.ID.title" and "rule.ID.why". Arguments: see
// the rules.
#include "text/catalogues.h"

namespace denwaban::text {

std::span<const Row> english_rules_iax() {
  static constexpr Row kRows[] = {
      {"rule.DWB-IAX-001.title", "{device} has no password"},
      {"rule.DWB-IAX-001.why",
       "[taken?calls without a user name are taken for it, too, and arrive in the context {context}, from where {reach}]"
       "[refused?calls must be encrypted with it, so that all are refused; without that they arrive in {context}, from where "
       "{reach}]"},
      {"rule.DWB-IAX-002.title", "the guest of Asterisk's sample is there"},
      {"rule.DWB-IAX-002.why",
       "everybody may call in as {device}; such calls arrive in the context {context}, from where {reach}"},
      {"rule.DWB-IAX-003.title", "the password of {device} can be guessed: {strength}"},
      {"rule.DWB-IAX-003.why",
       "attackers try numbers, names and word lists[sent?: who knows this one calls as this exchange at the "
       "provider; ask for another there][asked? against every account that they find]"},
      {"rule.DWB-IAX-004.title", "calls of {device} are taken without a call token"},
      {"rule.DWB-IAX-004.why",
       "without tokens forged addresses fill all call numbers, and nobody else gets through (AST-2009-006)"},
      {"rule.DWB-IAX-005.title", "callers choose the context themselves ({device})"},
      {"rule.DWB-IAX-005.why",
       "[any?with * every context of the dialplan is theirs, trunks included; ]with several contexts the "
       "caller names the one that it wants"},
      {"rule.DWB-IAX-006.title", "{count} devices have the same password, {others} among them"},
      {"rule.DWB-IAX-006.why", "whoever learns it from one has all of them"},
      {"rule.DWB-IAX-007.title", "{device} may be used from everywhere"},
      {"rule.DWB-IAX-007.why",
       "without deny and permit every address on the Internet may try passwords for it, and use one that was "
       "stolen"},
      {"rule.DWB-IAX-008.title", "firmware is given to whoever asks (allowfwdownload)"},
      {"rule.DWB-IAX-008.why",
       "a short request with a forged address makes Asterisk send a long answer to somebody else"},
      {"rule.DWB-IAX-009.title", "chan_iax2 listens on [every?every address][address?the public address {address}]"},
      {"rule.DWB-IAX-009.why",
       "[every?whatever address this machine gets][address?it] is open to scanners of port 4569 unless a firewall "
       "stands before it"},
      {"rule.DWB-IAX-010.title", "{device} may send its password in clear"},
      {"rule.DWB-IAX-010.why", "who listens on the way reads it"},
      {"rule.DWB-IAX-011.title", "{count} {count|device speaks|devices speak} without encryption"},
      {"rule.DWB-IAX-011.why", "who listens on the way hears the calls"},
      {"rule.DWB-IAX-012.title", "what strangers dial is looked up on another exchange"},
      {"rule.DWB-IAX-012.why",
       "calls that arrive in the context {context} go on there with the credentials that stand in the line"},
      {"rule.DWB-IAX-013.title", "DUNDi gives {device} more than it need[all?: permit=all]"},
      {"rule.DWB-IAX-013.why",
       "whoever comes from there learns the numbers of this exchange and how to call them"},
  };
  return kRows;
}

}  // namespace denwaban::text
