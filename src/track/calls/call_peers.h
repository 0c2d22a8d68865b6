// SPDX-License-Identifier: GPL-3.0-or-later
// From which addresses the exchange is called by those whom it calls itself, as chan_sip tells the manager: a
// provider whose calls are matched by where they come from, and who never logs in. Pure; bounded; for one
// session.
//
// SIPURI names where answers to a call go, and the channel whose peer the caller is taken for. Neither proves
// anything by itself. chan_sip calls a guest's channel by the host of his From, which may be any peer's name;
// and whoever holds an account's password gives any address by a `;maddr=` in his Via. So a call counts only
// - on a channel of a peer that the exchange itself has called, and that answered,
// - in the context of that peer: a guest is in that of [general]; where guests were seen in it, it tells
// nothing,
// - if that address was not challenged just before and nobody registers under that name: peers that are known
// by
//   where they call from are not asked for a password, telephones register.
// Whoever sends with a trunk's own address as the source of his packets, and a `;maddr=`, is still believed.
// What he gains is what track/trust.h says of is_peer(): claims alone do not ban him.
//
// chan_pjsip tells the manager of no failure of such a caller, so he needs no such word.
#pragma once

#include <deque>
#include <span>
#include <string>
#include <vector>

#include "model/call_event.h"
#include "model/event.h"
#include "track/calls/call_table.h"

namespace denwaban::track {

struct CallPeersOptions {
  uint32_t names_max = 1'000;        // peers that answered
  uint32_t addresses_per_name = 16;  // that one of them calls from; a provider has a dozen
  uint32_t guest_contexts_max = 64;
  uint32_t accounts_max = 4'096;    // that register; with more, nothing is believed any more
  uint32_t challenges_max = 4'096;  // remembered; while there were more, nothing is believed
  Seconds challenged_before{60};    // chan_sip forgets a call that does not answer a challenge after 32 s
};

class CallPeers {
 public:
  explicit CallPeers(CallPeersOptions options = {}) : options_(options) {}

  // What one session told, in order; both by their evidence's offset. Adds a peer_answered event to `events`,
  // at its place, for each call that tells of one.
  void take(std::vector<Event>& events, std::span<const CallEvent> calls);

 private:
  struct Peer {
    std::string context;
    std::vector<IpAddress> addresses;
  };
  struct Challenge {
    Time time{};
    IpAddress address;
  };
  void hear(const Event& event);
  void hear(const CallEvent& event);
  void registers(std::string_view account);
  void answered(const CallEvent& event);
  void note_guest(const CallEvent& event);
  bool is_peer(const CallEvent& event);
  bool was_challenged(const CallEvent& event) const;

  CallPeersOptions options_;
  TextMap<Peer> peers_;
  TextSet guest_contexts_, accounts_;
  std::deque<Challenge> challenges_;
  Time forgot_{};  // of the last challenge that was pushed out
};

}  // namespace denwaban::track
