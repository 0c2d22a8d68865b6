// SPDX-License-Identifier: GPL-3.0-or-later
// Which sightings are news. Every output of Asterisk that tells of attempts is a teller: (channel, witness,
// kind). For the key of an attempt each teller's sightings are counted, and a sighting is news only when it
// lifts its teller's count above the highest count so far: a multiset union by maximum. So an attempt told by
// five files counts once, and twenty attempts with one key, told in any interleaving, count twenty.
//
// Keys: PJSIP the Call-ID and the address; all others the address and the service, because a NOTICE of the
// manager shows no port and one of chan_sip may show another name than the security event. A key's counts end
// after a pause of merge_window.
//
// One attempt makes several records: an unknown PJSIP user who sends credentials is "unknown" at the request
// without and at the one with them, then "failed"; an ACL refuses the request without credentials and the one
// with them. The counts are corrected for that (`effective`). The wire tells of each attempt once: its counts
// are taken as they are, and its keys are those of the log (wire_tracker.h).
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "base/bytes.h"
#include "base/hash.h"
#include "model/event.h"

namespace denwaban::track {

// Asterisk's own outputs, in distinction from our own eyes on the wire.
constexpr bool is_log(Witness witness) { return witness != Witness::capture && witness != Witness::hep; }

class Attempts {
 public:
  Attempts(uint32_t attempts_max, Milliseconds window, HashSeed seed);

  // Marks the event as repeated, or leaves it as news with `attempts` lowered to what is new.
  void merge(Event& event);
  size_t bytes() const { return sets_.capacity() * sizeof(Set); }

  void save(ByteWriter& out) const;
  bool load(ByteReader& in);

 private:
  struct Teller {
    uint16_t id = 0;
    uint16_t count = 0;
  };
  // Of a key. Ways of a set stand together: the key is found in one line of memory, its counts in another.
  struct Head {
    uint64_t key = 0;  // 0: free
    int64_t last = 0;  // ms
  };
  struct Counts {
    uint32_t maximum = 0;
    uint32_t tellers_used = 0;
    std::array<Teller, 10> tellers;
  };
  static constexpr size_t kWays = 4;
  struct alignas(64) Set {
    std::array<Head, kWays> heads;
    std::array<Counts, kWays> counts;
  };
  static_assert(sizeof(Set) == 64 * kWays);
  struct Entry {
    Head& head;
    Counts& counts;
  };
  struct Stream {
    uint16_t channel = 0;
    Witness witness = Witness::notice;
  };
  static constexpr size_t kSetsMin = 64;
  static constexpr size_t kStreamsMax = 1024;

  uint64_t key_of(const Event& event) const;
  uint16_t teller_of(const Event& event);
  Set& set_of(uint64_t key) { return sets_[key >> 8 & (sets_.size() - 1)]; }
  Entry entry_of(uint64_t key, int64_t now);
  void grow();

  size_t sets_max_;
  int64_t window_;
  HashSeed seed_;
  std::vector<Set> sets_;  // a power of two of them
  std::vector<Stream> streams_;
  size_t stream_hint_ = 0;
};

}  // namespace denwaban::track
