// SPDX-License-Identifier: GPL-3.0-or-later
// chan_sip writes into its security events the address where an answer would go: with `;maddr=VICTIM` in the
// Via that is the victim's, over TCP too, with a port that the Via names as well. The NOTICE about the same
// attempt shows the sender and comes first. So a security event is tainted when a NOTICE within the window
// shows its account (where one of them shows none: its port), but another address, and none shows its own.
// Our own eyes on the wire (capture, HEP) show the sender too, and are believed as the NOTICE is.
//
// chan_pjsip's records carry the Call-ID. A record whose Call-ID the wire saw from another address, and not from
// the one that the record names, names the wrong one, too.
//
// What is found becomes an event of kind `forged`: nobody's attempt. It names the sender where the wire proved who
// that is, and nobody where several fail at that account at once.
#pragma once

#include <array>
#include <deque>
#include <string>

#include "base/hash.h"
#include "model/event.h"

namespace denwaban::track {

class Contradictions {
 public:
  Contradictions(Milliseconds window, HashSeed seed) : window_(window), seed_(seed) {}

  void check(Event& event);
  // Lets go of the text of events that were judged before.
  void forget() { texts_.clear(); }

 private:
  void check_sender(Event& event);
  void check_session(Event& event);
  void deny(Event& event, Forgery how, const IpAddress& sender, AddressProof proof, uint16_t port);
  struct Notice {
    Time time{};
    IpAddress address;
    uint64_t name = 0;       // of the account or extension; 0: none shown
    uint16_t port = 0;       // 0: free
    bool confirmed = false;  // a security event showed the same address
    AddressProof proof = AddressProof::claimed;
  };
  // A request that the wire saw.
  struct Sighting {
    Time time{};
    uint64_t session = 0;  // 0: free
    IpAddress address;
    uint16_t port = 0;
    AddressProof proof = AddressProof::claimed;
  };

  std::array<Notice, 32> notices_;
  size_t next_ = 0;
  Time latest_{}, pushed_out_{};
  std::array<Sighting, 64> sightings_;
  size_t next_sighting_ = 0;
  Time latest_sighting_{};
  std::deque<std::string> texts_;
  Milliseconds window_;
  HashSeed seed_;
};

}  // namespace denwaban::track
