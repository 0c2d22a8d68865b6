// SPDX-License-Identifier: GPL-3.0-or-later
// What policy resolves to do, or not to do, about findings: the word that the ledger keeps and actions carry out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ip.h"
#include "base/time.h"
#include "model/finding.h"

namespace denwaban {

enum class Action : uint8_t {
  ban,       // drop what the target sends to the guarded ports
  unban,     // lift a ban or a shed
  shed,      // limit the target's rate on the guarded ports, so that a retransmitted REGISTER still gets through
  allow,     // put on the allow list (by hand)
  disallow,  // take off the allow list (by hand)
  notify,    // tell people, change nothing
  none,      // deliberately nothing, with a reason
};

enum class Reason : uint8_t {
  evidence,        // the findings say so
  by_hand,         // a person did it
  allow_listed,    // none: the target is on the allow list
  trusted,         // none, notify, shed, or ban of a port only: phones log in from there. unban: a phone logged in
  unproven,        // none: too little, and any datagram could have forged it
  own_address,     // none: this machine, its gateway or name server
  trunk,           // none or shed: a trunk of this PBX
  login_session,   // none: a person is logged in to this machine from there
  ban_limit,       // none: the ceiling of bans a minute for claimed evidence is reached. unban: made room for another
  shared_address,  // none: most sources seem to come from this address (a proxy or a NAT stands in front)
  single_account,  // none: one address failing slowly at one account looks like a phone with an old password
  expired,         // unban: its time is over
};

struct Decision {
  std::string id;  // stable: the same findings at the same time give the same id; reading again repeats nothing
  Time time{};
  Action action = Action::none;
  IpPrefix target;              // address or network; unset (length 0, unspecified) when `subject` says whom
  Subject subject;              // the whom of notify and none where no address is meant
  uint16_t port = 0;            // not 0: only this source port (address . port)
  std::optional<Seconds> span;  // nullopt: for ever. Meaningless for unban, notify, none
  uint16_t level = 0;           // how often this target was banned before on proof: decides the span
  std::vector<std::string> because;  // ids of findings
  Reason reason = Reason::evidence;
  std::string by;    // who did it by hand ("root", "uid 1000"); empty: the guard itself
  std::string note;  // what the person wrote
  bool dry_run = false;
  AddressProof proof = AddressProof::claimed;  // bans: what they stand on; those on claims do not escalate and end at a login
};

}  // namespace denwaban
