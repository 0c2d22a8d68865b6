// SPDX-License-Identifier: GPL-3.0-or-later
// Whom the PBX itself asks, and who answers: trunks, and telephones that it looks after. An answer repeats the branch of
// the PBX's own request, so whoever gives it received that: no forger makes his victim's enemy, or himself, a peer.
// Only what the PBX sends makes this grow; bounded all the same, as one end of a packet can be made up.
#pragma once

#include "track/wire/recent.h"

namespace denwaban::track::wire {

class Peers {
 public:
  // A request outside of dialogs, under the key of its transaction. `peer`: a hash of the address that it goes to.
  void asked(uint64_t transaction, uint64_t peer, Time now) {
    if (!met_.find(peer) && !asked_.find(transaction)) asked_.add(transaction, now, true, [](bool) {});
  }
  bool is_asked(uint64_t transaction) { return asked_.find(transaction) != nullptr; }
  // True where that is news: once in `kMetLife` for each peer.
  bool meet(uint64_t peer, Time now) {
    if (met_.find(peer)) return false;
    met_.add(peer, now, true, [](bool) {});
    return true;
  }
  void expire(Time now, Milliseconds transaction_life) {
    asked_.expire(now - transaction_life, [](bool) {});
    met_.expire(now - kMetLife, [](bool) {});
  }
  size_t bytes() const { return asked_.bytes() + met_.bytes(); }

 private:
  static constexpr Seconds kMetLife{600};
  Recent<bool> asked_{1'024};
  Recent<bool> met_{10'000};
};

}  // namespace denwaban::track::wire
