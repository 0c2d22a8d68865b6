// SPDX-License-Identifier: GPL-3.0-or-later
// Who can reach which trunk with which numbers: one way from an entry to a trunk, with its proof.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/config_finding.h"

namespace denwaban {

enum class EntryKind : uint8_t {
  sip_guest,         // chan_sip, allowguest
  sip_peer,          // chan_sip device found by its address
  sip_user,          // chan_sip device found by the name in From
  pjsip_anonymous,   // endpoint `anonymous`
  pjsip_endpoint,
  iax_user,
  dahdi_channel,     // analogue or digital line, a telephone or a trunk
  did,               // a number of ours that a trunk brings in
  voicemail,         // from a mailbox menu outwards
  forward,           // a telephone's own forward, 302 or a number kept in AstDB
  transfer,          // somebody in a call sends it elsewhere
  originate,         // AMI, ARI, call files
  keyless_device,    // of a protocol without passwords: MGCP, Skinny, UNISTIM, H.323
};

// What stands in the way, weakest first; the weakest way through decides.
enum class Gate : uint8_t {
  none,
  constant,        // a condition on constants that is true
  time,            // office hours
  random,
  caller_id,       // which anybody can write
  source_address,  // of a datagram: can be forged
  weak_pin,        // fewer than six digits, listed, or empty
  pin,             // one PIN for all
  weak_password,   // the account's own password can be guessed
  unknown,         // a database, an external program: the run decides
  credentials,     // the account's own strong password
};

enum class Verdict : uint8_t {
  reachable,
  weak,           // the gate can be guessed or forged
  authenticated,  // needs the account's own credentials
  conditional,    // depends on a fact of the run, which is named
  opaque,         // control leaves the dialplan for something that is not read
  inert,          // the module is not loaded, or a database stands in for its file
  not_reachable,
};

struct TollEntry {
  EntryKind kind = EntryKind::sip_guest;
  std::string name;  // of the device or channel; empty for guests
  std::string context;
  bool authenticated = false;
};

struct TollPath {
  TollEntry entry;
  std::string trunk;    // "SIP/InterProvider", "DAHDI/g1"; empty for an opaque end
  std::string numbers;  // what can be dialled at the entry, as patterns joined by ' ': "00X. 9NXXXXXX"
  std::string example;  // one that goes through, of another country where there is one; what is dialled at the entry
  std::string then_numbers;  // what is entered when the call is up, at a menu, DISA, a transfer; empty: nothing
  std::string then_example;  // for the example; of several one after the other, joined by ", then "
  std::string caller_id;     // that he writes for it; empty: any does
  std::string sent;     // what the trunk is then sent for it
  bool international = false;
  bool premium = false;
  bool emergency_only = false;
  Gate gate = Gate::none;
  Gate asked = Gate::none;  // of `gate` what the way itself asks, whoever comes: a PIN, a condition; not told
  Verdict verdict = Verdict::reachable;
  std::string condition;  // of conditional and opaque: the fact or the application, as written
  std::vector<std::string> classes;  // "transfer", "disa", "injection", "ivr", "forward", "voicemail" … on the way
  std::vector<SourceLine> steps;
};

}  // namespace denwaban
