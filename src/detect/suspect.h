// SPDX-License-Identifier: GPL-3.0-or-later
// An address (IPv6: a /64) with history.
#pragma once

#include <optional>
#include <vector>

#include "detect/case.h"
#include "detect/history.h"
#include "detect/names.h"
#include "detect/lookup.h"

namespace denwaban::detect {

// One detector's view of an address.
struct Count {
  Case known;
  History history;
  NameSet names;  // that took part
  // auth_guessing and management_guessing, not saved: the latest failure was at an account that logged in from here before.
  bool at_home = false;

  // Where the next failure is written to.
  void prefetch_parts() const {
    known.evidence.prefetch();
    history.prefetch();
  }
};

struct Suspect {
  IpAddress address;  // as first seen
  IpAddress key;      // IPv6: the /64
  std::vector<Count> counts;
  std::vector<Names::Id> names;
  uint64_t other_names = 0;  // a sketch of those beyond kNamesMax
  uint64_t latest_name = 0;  // the hash of the name that was looked for last …
  NameIndex latest_index = kNoName;
  uint32_t place = 0;  // in the table
  // What its network was told, and when: not every failure concerns it.
  uint32_t network_failures = 0;
  uint32_t network_second = 0;
  uint32_t failures = 0;
  uint32_t failures_proven = 0;
  Time last{};
  // "Unknown account" without credentials so far: a second witness may add that there were some, or the
  // method.
  Time pending_at{};
  NameIndex pending_name = kNoName;
  uint8_t pending_guess = 0;
  uint8_t pending_call = 0;

  Count* find(Detector detector) {
    for (Count& c : counts)
      if (c.known.detector == detector && c.known.about == kNoName) return &c;
    return nullptr;
  }
  const Count* find(Detector detector) const { return const_cast<Suspect*>(this)->find(detector); }
  Count& of(Detector detector) {
    if (Count* found = find(detector)) return *found;
    counts.emplace_back();
    counts.back().known.detector = detector;
    return counts.back();
  }
  // kNoName when it was never tried here.
  NameIndex index_of(Names::Id id) const {
    size_t at = find_word(names, id);
    return at < names.size() ? static_cast<NameIndex>(at) : kNoName;
  }
  Severity severity() const {
    Severity worst = Severity::info;
    for (const Count& c : counts) worst = std::max(worst, c.known.severity);
    return worst;
  }
  void prefetch_parts() const {
    for (const Count& count : counts) prefetch_whole(&count);
    __builtin_prefetch(names.data());
  }
  size_t bytes() const;
};

}  // namespace denwaban::detect
