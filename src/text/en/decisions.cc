// SPDX-License-Identifier: GPL-3.0-or-later
// What was decided, and why: "decision.ACTION", its dry form, and "decision.because.REASON" behind a colon.
// Arguments: duration (a whole phrase, decision.for or decision.forever), port, level, by, note.
#include "text/catalogues.h"

namespace denwaban::text {

std::span<const Row> english_decisions() {
  static constexpr Row kRows[] = {
      {"decision.for", "for {span}"},
      {"decision.forever", "for ever"},

      {"decision.ban",
       "banned[port? on source port {port_text} only] {duration}[level? (banned {level|once|# times} "
       "before)]"},
      {"decision.ban.dry",
       "would be banned[port? on source port {port_text} only] {duration}[level? (banned "
       "{level|once|# times} before)]"},
      {"decision.unban", "ban lifted"},
      {"decision.unban.dry", "ban would be lifted"},
      {"decision.shed", "slowed down {duration}"},
      {"decision.shed.dry", "would be slowed down {duration}"},
      {"decision.allow", "put on the allow list {duration}"},
      {"decision.allow.dry", "would be put on the allow list {duration}"},
      {"decision.disallow", "taken off the allow list"},
      {"decision.disallow.dry", "would be taken off the allow list"},
      {"decision.notify", "reported"},
      {"decision.notify.dry", "would be reported"},
      {"decision.none", "not banned"},
      {"decision.none.dry", "would not be banned"},

      {"decision.idle", "left alone"},
      {"decision.idle.dry", "would be left alone"},
      {"decision.hang_up", "call ended"},
      {"decision.hang_up.dry", "call would be ended"},
      {"decision.lock_account", "locked for outside calls {duration}"},
      {"decision.lock_account.dry", "would be locked for outside calls {duration}"},
      {"decision.unlock_account", "lock taken away"},
      {"decision.unlock_account.dry", "lock would be taken away"},
      {"decision.close_trunk", "closed {duration}"},
      {"decision.close_trunk.dry", "would be closed {duration}"},
      {"decision.open_trunk", "opened again"},
      {"decision.open_trunk.dry", "would be opened again"},
      {"decision.refuse_call", "call refused"},
      {"decision.refuse_call.dry", "call would be refused"},
      {"decision.ask_pin", "asked for a PIN"},
      {"decision.ask_pin.dry", "would be asked for a PIN"},

      {"decision.because.evidence", ""},
      {"decision.because.by_hand", "by {by}[note?: {note}]"},
      {"decision.because.allow_listed", "it is on the allow list"},
      {"decision.because.trusted", "phones log in from there"},
      {"decision.because.unproven", "the address could have been forged: one datagram suffices"},
      {"decision.because.own_address", "it is this machine's own, its gateway or its name server"},
      {"decision.because.trunk", "it is a trunk of this PBX"},
      {"decision.because.login_session", "somebody is logged in to this machine from there"},
      {"decision.because.ban_limit",
       "so many addresses are claimed at once that somebody may be forging them: the limit of such bans a "
       "minute is "
       "reached"},
      {"decision.because.shared_address",
       "most of the traffic seems to come from there: a proxy or a NAT stands in front of this PBX"},
      {"decision.because.single_account",
       "one address failing slowly at one account looks like a phone with an old password"},
      {"decision.because.expired", "its time is over"},
      {"decision.because.turned_off", "fraud.act is off"},
      {"decision.because.set_to_notify", "fraud.act is notify: nothing is done"},
      {"decision.because.watching", "the guard has not watched the calls here for as long as fraud.watch_for says"},
      {"decision.because.not_grave", "not grave enough to act"},
      {"decision.because.emergency", "an emergency call: nobody touches it"},
      {"decision.because.no_login", "nobody may end calls here: see denwaban status"},
      {"decision.because.over_already", "the call had ended by itself"},
      {"decision.because.vouched", "a person took its lock away less than a day ago"},
      {"decision.about.call", "call[account? of account {account}][number? to +{number}][trunk? by trunk {trunk}]"},
      {"decision.about.trunk", "trunk {trunk}[place? to {place}]"},
      {"decision.hand", "hand"},
      {"decision.target_port", "{target} port {port_text}"},
  };
  return kRows;
}

}  // namespace denwaban::text
