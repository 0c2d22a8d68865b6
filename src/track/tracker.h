// SPDX-License-Identifier: GPL-3.0-or-later
// Many sightings become one: the same attempt told by a NOTICE, a security event, a JSON line and syslog counts once;
// lines that a sender wrote into the log are found and marked. Pure; bounded; one owner, one thread.
#pragma once

#include <vector>

#include "base/bytes.h"
#include "base/hash.h"
#include "model/event.h"

namespace denwaban::track {

struct TrackerOptions {
  uint32_t attempts_max = 65'536;           // sightings remembered for merging
  Milliseconds merge_window{2'000};         // log times have a resolution of a second
  uint32_t held_max = 4'096;                // events held back while a printed packet may still go on
};

class Tracker {
 public:
  Tracker(TrackerOptions options, HashSeed seed);

  // Takes the sightings in order (of one source: as they stand in it) and changes the batch in place: marks of the text
  // log are removed, events that a sender may have written are tainted, known attempts are marked `repeated`. Events that
  // must wait for the end of a doubtful stretch are copied aside and come out of a later call or of `flush`.
  void track(std::vector<Event>& batch);
  // Gives back what is held since before `now` (live: after a moment of silence; replay: at the end of a source).
  void flush(Time now, std::vector<Event>& out);

  void save(ByteWriter& out) const;
  bool load(ByteReader& in);
};

}  // namespace denwaban::track
