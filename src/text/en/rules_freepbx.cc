// SPDX-License-Identifier: GPL-3.0-or-later
// What the audit says of its rules: "rule.ID.title" and "rule.ID.why". Arguments: see the rules.
#include "text/catalogues.h"

namespace denwaban::text {

std::span<const Row> english_rules_freepbx() {
  static constexpr Row kRows[] = {
      {"rule.DWB-FPX-001.title", "FreePBX takes anonymous calls (ALLOW_SIP_ANON=yes)"},
      {"rule.DWB-FPX-001.why",
       "anybody on the network is let in as if a trunk had called, and gets to all that inbound routes open"},
      {"rule.DWB-FPX-002.title", "guests arrive in {context} instead of from-sip-external"},
      {"rule.DWB-FPX-002.why",
       "FreePBX refuses strangers in from-sip-external alone; in any other context they are callers like all others"},
      {"rule.DWB-FPX-003.title", "{name} has the password of the installation"},
      {"rule.DWB-FPX-003.why", "it is the same on every machine and in every list of passwords that attackers try"},
      {"rule.DWB-FPX-004.title", "the route {context} takes every number ({pattern})"},
      {"rule.DWB-FPX-004.why", "numbers abroad and premium numbers go out like any other"},
      {"rule.DWB-FPX-005.title",
       "the route {context} goes abroad without a PIN that holds, for {what}[more? and {more|# more pattern|# more patterns}]"},
      {"rule.DWB-FPX-005.why", "whoever gets one telephone's password calls there at once"},
      {"rule.DWB-FPX-006.title", "callers from outside may transfer into from-internal-xfer (option T)"},
      {"rule.DWB-FPX-006.why", "a caller dials the transfer code and then any number, and this exchange pays for it"},
      {"rule.DWB-FPX-007.title", "from {context} extensions are called directly, where T is not taken from the caller"},
      {"rule.DWB-FPX-007.why",
       "only inbound routes mark a call as inbound; who dials an extension's number at the trunk keeps the right to transfer "
       "to "
       "from-internal-xfer"},
      {"rule.DWB-FPX-008.title", "DISA gives a dial tone without a PIN[target? in {target}]"},
      {"rule.DWB-FPX-008.why", "whoever calls that number dials on as if from inside, at the exchange's cost"},
      {"rule.DWB-FPX-009.title", "{extension} in {context}, written by hand, goes before FreePBX's own"},
      {"rule.DWB-FPX-009.why", "what is set in the web interface, also a restriction, does not hold for these numbers"},
      {"rule.DWB-FPX-010.title", "the passwords of the manager and the database stand in globals"},
      {"rule.DWB-FPX-010.why", "`dialplan show globals`, GetConfig over the manager and every backup show them"},
      {"rule.DWB-FPX-011.title",
       "the web interface listens to everybody (ports {ports}), and no firewall drops what is not allowed"},
      {"rule.DWB-FPX-011.why", "whoever gets a password there, or knows a hole of it, is administrator of this exchange"},
      {"rule.DWB-FPX-012.title",
       "[custom?the trunk {custom} is a dial string written by hand][ivr?callers of {ivr} may dial extensions directly]"},
      {"rule.DWB-FPX-012.why", "neither is covered by the checks that FreePBX writes around trunks and inbound routes"},
  };
  return kRows;
}

}  // namespace denwaban::text
