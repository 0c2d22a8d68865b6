// SPDX-License-Identifier: GPL-3.0-or-later
// How failures come: as from telephones with an old password and from people who mistype, or otherwise.
#pragma once

#include "detect/history.h"

namespace denwaban::detect {

struct Manner {
  uint32_t names = 0;     // different ones; what has no name counts as one
  uint32_t most = 0;      // failures at one of them
  bool unhurried = true;  // at each of them: never twice within kTelephonePause
  bool countable = true;  // false: too many names, or records that tell of several attempts at once
};

// A telephone with an old password tries again after 30 s or more; where a log's clock and a busy machine
// shift that, a little less.
inline constexpr uint32_t kTelephonePause = 19;

Manner manner_of(const History& history, Seconds window, uint32_t now);

// As many telephones with an old password behind one address, or people back from a holiday who mistype once
// or twice each: no guessing as long as `recent`, the failures of the last minute, are few.
bool like_honest_people(const Manner& manner, uint32_t recent, uint32_t burst);

}  // namespace denwaban::detect
