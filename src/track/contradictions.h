// SPDX-License-Identifier: GPL-3.0-or-later
// chan_sip writes into its security events the address where an answer would go: with `;maddr=VICTIM` in the
// Via that is the victim's, over TCP too, with a port that the Via names as well. The NOTICE about the same
// attempt shows the sender and comes first. So a security event is tainted when a NOTICE within the window
// shows its account (where one of them shows none: its port), but another address, and none shows its own.
// Our own eyes on the wire (capture, HEP) show the sender too, and are believed as the NOTICE is.
#pragma once

#include <array>

#include "base/hash.h"
#include "model/event.h"

namespace denwaban::track {

class Contradictions {
 public:
  Contradictions(Milliseconds window, HashSeed seed) : window_(window), seed_(seed) {}

  // Only for events of chan_sip.
  void check(Event& event);

 private:
  struct Notice {
    Time time{};
    IpAddress address;
    uint64_t name = 0;       // of the account or extension; 0: none shown
    uint16_t port = 0;       // 0: free
    bool confirmed = false;  // a security event showed the same address
  };

  std::array<Notice, 32> notices_;
  size_t next_ = 0;
  Time latest_{};
  Milliseconds window_;
  HashSeed seed_;
};

}  // namespace denwaban::track
