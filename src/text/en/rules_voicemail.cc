// SPDX-License-Identifier: GPL-3.0-or-later
// What the audit says of its rules: "rule.ID.title" and "rule.ID.why". Arguments: see the rules.
#include "text/catalogues.h"

namespace denwaban::text {

std::span<const Row> english_rules_voicemail() {
  static constexpr Row kRows[] = {
      {"audit.pin.sample", "it stands in Asterisk's own sample, for everybody to read"},
      {"audit.pin.empty", "it has none"},
      {"audit.pin.equals_mailbox", "it is the mailbox's number"},
      {"audit.pin.listed", "it is among the first that are tried"},
      {"audit.pin.too_short", "it has fewer than six digits"},
      {"rule.DWB-VM-001.title", "the PIN of the mailbox {box} can be guessed"},
      {"rule.DWB-VM-001.why",
       "{weakness}[fixed?, and its owner cannot change it]; [asked?who is in a mailbox hears its messages, and "
       "calls on from it where dialout or callback are set][unasked?no line of the dialplan asks for it today]"},
      {"rule.DWB-VM-002.title", "people may choose short PINs for their mailboxes"},
      {"rule.DWB-VM-002.why", "minpassword is 0 unless written: Asterisk then takes 0 and 1 for a new PIN"},
      {"rule.DWB-VM-003.title",
       "calls can be placed out of the mailbox menu[box? of {box}] (dialout={context})"},
      {"rule.DWB-VM-003.why",
       "whoever knows a PIN dials from there into the context {context}, from where {reach}"},
      {"rule.DWB-VM-004.title",
       "the mailbox menu[box? of {box}] calls back who left a message (callback={context})"},
      {"rule.DWB-VM-004.why",
       "the caller ID of the message is dialled in the context {context}, and its sender chose it: an "
       "expensive number is called at the "
       "exchange's cost"},
      {"rule.DWB-VM-005.title", "callers can leave the voicemail for the dialplan"},
      {"rule.DWB-VM-005.why",
       "[context?0 and * lead to o and a in {context}][operator?0 leads to the extension o in the mailbox's "
       "context]: what stands there "
       "is open to every caller"},
      {"rule.DWB-VM-006.title",
       "the extension {extension} opens a mailbox[skips? without asking for its PIN][caller? for whom the "
       "caller ID names]"},
      {"rule.DWB-VM-006.why",
       "[skips?the option s of VoiceMailMain skips the password, and who may dial the extension has the "
       "mailbox][both?; ][chosen?a caller ID is whatever the caller says it is: the PIN is all that keeps the mailbox]"
       "[fixed?the accounts that get here have a number of their own, so each opens its own: whoever holds a telephone has its "
       "mailbox, and an account without callerid= would have them all]"},
      {"rule.DWB-VM-007.title", "strangers reach the mailbox menu at {extension}"},
      {"rule.DWB-VM-007.why",
       "callers without a password come to the context {context}, and a mailbox has a weak PIN or dials out"},
      {"rule.DWB-VM-008.title", "voicemail runs a program ({option})"},
      {"rule.DWB-VM-008.why",
       "it is run by a shell with what callers and mailboxes say; check that it quotes its arguments"},
  };
  return kRows;
}

}  // namespace denwaban::text
