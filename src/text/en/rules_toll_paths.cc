// SPDX-License-Identifier: GPL-3.0-or-later
// What the audit says of its rules: "rule.ID.title" and "rule.ID.why". Arguments: see the rules.
#include "text/catalogues.h"

namespace denwaban::text {

std::span<const Row> english_rules_toll_paths() {
  static constexpr Row kRows[] = {
      {"rule.DWB-TP-001.title", "strangers can call abroad or premium numbers over {trunks}"},
      {"rule.DWB-TP-001.why",
       "{entry} needs no password and gets to {trunks} with {numbers}: who {dials} has {sent} called "
       "at your "
       "cost[condition?, as long as {condition} lets it through]"},
      {"rule.DWB-TP-002.title", "strangers can call out over {trunks}"},
      {"rule.DWB-TP-002.why",
       "{entry} needs no password and gets to {trunks} with {numbers}: who {dials} has {sent} called "
       "at your "
       "cost[condition?, as long as {condition} lets it through]"},
      {"rule.DWB-TP-003.title",
       "an account with a password that can be guessed may call abroad or premium numbers"},
      {"rule.DWB-TP-003.why",
       "only a password that attackers try stands before {entry}, which gets to {trunks} with {numbers}: "
       "who {dials} has {sent} "
       "called at your cost"},
      {"rule.DWB-TP-004.title", "a call that comes in from a line or carrier can go out again over {trunks}"},
      {"rule.DWB-TP-004.why",
       "{entry} gets to {trunks} with {numbers}: who {dials} has {sent} called at your cost"},
      {"rule.DWB-TP-005.title", "digits that a caller presses in a menu reach {trunks}"},
      {"rule.DWB-TP-005.why",
       "{entry} hears a menu whose digits are looked up in a context that dials out: who presses {pressed} "
       "there has {sent} "
       "called at your cost"},
      {"rule.DWB-TP-006.title", "DISA lets callers dial out over {trunks}"},
      {"rule.DWB-TP-006.why",
       "{entry} gets a dial tone of your exchange, and may try the PIN, where there is one, as often as it "
       "likes: {pressed} has "
       "{sent} called at your cost"},
      {"rule.DWB-TP-007.title", "a caller may transfer his call to {trunks}"},
      {"rule.DWB-TP-007.why",
       "the option T of Dial or Queue lets {entry} send the call on to a number that is dialled in a context "
       "with trunks: "
       "{pressed} has {sent} called at your cost"},
      {"rule.DWB-TP-008.title", "callers can dial out over {trunks} from a mailbox"},
      {"rule.DWB-TP-008.why",
       "{entry} reaches a mailbox menu that dials out: {pressed} has {sent} called at your cost"},
      {"rule.DWB-TP-009.title", "calls are forwarded over {trunks} to numbers that can be chosen"},
      {"rule.DWB-TP-009.why",
       "{entry} is forwarded into a context with trunks: {pressed} has {sent} called at your cost"},
      {"rule.DWB-TP-010.title", "a caller can add calls of his own to a Dial by what he dials"},
      {"rule.DWB-TP-010.why",
       "{entry} may dial any characters, and they are put into Dial unfiltered: what follows a & is a "
       "further call, to any trunk "
       "and number"},
      {"rule.DWB-TP-011.title", "accounts may call abroad or premium numbers over {trunks}"},
      {"rule.DWB-TP-011.why",
       "whoever has such an account's password gets to {trunks} with {numbers} and meets no PIN or limit; "
       "this is as you wish or "
       "it is not"},
      {"rule.DWB-TP-012.title", "a call from outside is handed to something that cannot be read here"},
      {"rule.DWB-TP-012.why",
       "{entry} gets to {condition}, which decides at run time where the call goes: whether it can reach a "
       "trunk is not known"},
  };
  return kRows;
}

}  // namespace denwaban::text
