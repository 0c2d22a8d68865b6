// SPDX-License-Identifier: GPL-3.0-or-later
// Many sightings become one: the same attempt told by a NOTICE, a security event, a JSON line and syslog
// counts once; lines that a sender wrote into the log are found and marked. Pure; bounded; one owner, one
// thread.
//
// What is found out to be forged becomes an event of kind `forged`, which names its sender only where that is proven.
//
// Merging is a multiset union by maximum (attempts.h). A chan_sip security event that names another address
// than the NOTICE about the same port and account shows a `;maddr=` in the Via: it is forged, the NOTICE
// names the sender (contradictions.h). Lines inside, or possibly inside, a packet that pjproject prints are
// tainted (doubt.h).
//
// What this cannot see, because the log does not show it:
//  - A security log alone does not show a `;maddr=`: its address stays a claim.
//  - A malformed packet of about 4,000 bytes, whose own end mark pjlib cuts off, with a false end mark
//  inside: what
//    stands behind that one cannot be told from true lines, and is believed as any claim is. A live guard
//    that calls `flush` when the source falls silent narrows this to what arrives in one piece.
//  - What a text log says between two malformed packets within 4,500 bytes cannot be told from their bodies
//  and is
//    tainted. Other outputs (security, JSON, syslog) are not affected, and each packet's sender was named by
//    its own `malformed` event.
#pragma once

#include <memory>
#include <vector>

#include "base/bytes.h"
#include "base/hash.h"
#include "model/event.h"

namespace denwaban::track {

struct TrackerOptions {
  uint32_t attempts_max = 65'536;    // sightings remembered for merging, 64 bytes each; grows as needed
  Milliseconds merge_window{2'000};  // log times have a resolution of a second
  uint32_t held_max = 4'096;         // events held back while a printed packet may still go on
};

class Tracker {
 public:
  Tracker(TrackerOptions options, HashSeed seed);
  ~Tracker();
  Tracker(Tracker&&) noexcept;
  Tracker& operator=(Tracker&&) noexcept;

  // Takes the sightings in order (of one source: as they stand in it) and changes the batch in place: marks
  // of the text log are removed, events that a sender may have written are tainted, known attempts are marked
  // `repeated` (where some of a record's attempts are known, `attempts` becomes the number of those that are
  // new). Events that must wait for the end of a doubtful stretch are copied aside and come out of a later
  // call or of `flush`; their views live until the call after that one.
  void track(std::vector<Event>& batch);
  // Gives back what is held since before `now` (live: after a moment of silence; replay: at the end of all
  // sources, with Time::max()).
  void flush(Time now, std::vector<Event>& out);
  // Events held at this moment.
  size_t held() const;
  size_t bytes() const;

  void save(ByteWriter& out) const;
  // False when the bytes are not what `save` wrote; then the tracker is as new. Held events are not saved:
  // `save` belongs to a moment after `flush`.
  bool load(ByteReader& in);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace denwaban::track
