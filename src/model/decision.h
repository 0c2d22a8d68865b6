// SPDX-License-Identifier: GPL-3.0-or-later
// What policy resolves to do, or not to do, about findings: the word that the ledger keeps and actions carry out.
#pragma once

#include <cstdint>
#include <memory>
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
  // Against fraud. Numbers of the ledger: new ones go to the end.
  hang_up,         // end the channels of one call
  lock_account,    // no outside calls for this account; emergency calls as ever
  unlock_account,
  close_trunk,     // for a class of destinations
  open_trunk,
  refuse_call,     // the gate did not let it out
  ask_pin,         // the gate asked for a PIN
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
  // Of what is found in calls.
  turned_off,      // none: fraud.act = "off"
  set_to_notify,   // notify: fraud.act = "notify"
  watching,        // notify: not long enough after the installation
  not_grave,       // notify: below the severity that is acted upon
  emergency,       // none: an emergency call, which nobody touches
  no_login,        // none: nobody may act on the manager, or it does not answer
  over_already,    // none: the call had ended
  vouched,         // notify: a person took this account's lock away not long ago
};

// Whom an action against fraud is about, beside the account, which is the subject's.
struct CallTarget {
  std::string call;     // its id (Call::id) …
  std::string channel;  // … and the caller's channel
  std::string trunk;
  std::string place;    // a class of destinations: "SO", "DE premium", "882"; empty: all
  std::string number;   // E.164 without plus
  friend bool operator==(const CallTarget&, const CallTarget&) = default;
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
  std::shared_ptr<const CallTarget> about = nullptr;  // null: no call's and no trunk's; most have none
  AddressProof proof = AddressProof::claimed;  // bans: what they stand on; those on claims do not escalate and end at a login
};

}  // namespace denwaban
