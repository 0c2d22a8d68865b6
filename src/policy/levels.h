// SPDX-License-Identifier: GPL-3.0-or-later
// How often a target was banned on proof, less one for each `peace` since the end of its last ban. Bounded:
// the target whose last ban ended, or will end, first is forgotten first.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <utility>

#include "base/bytes.h"
#include "base/ip.h"
#include "base/time.h"

namespace denwaban::policy {

class Levels {
 public:
  Levels(Seconds peace, size_t capacity) : peace_(peace), capacity_(capacity) {}

  uint16_t of(const IpPrefix& target, Time now) const;
  // Remembers that a ban on proof, the `level + 1`th, lasts until `end`. Told again, it changes nothing.
  void banned(const IpPrefix& target, uint16_t level, Time end);
  // A person said that it was wrong.
  void forget(const IpPrefix& target);
  // Forgets those that have come down to nothing.
  void advance(Time now);
  size_t size() const { return records_.size(); }

  void save(ByteWriter& out) const;
  bool load(ByteReader& in);

 private:
  struct Record {
    uint16_t level = 0;
    Time end{};
  };
  uint16_t decayed(const Record& record, Time now) const;
  void erase(std::map<IpPrefix, Record>::iterator at);

  Seconds peace_;
  size_t capacity_;
  std::map<IpPrefix, Record> records_;
  std::set<std::pair<Time, IpPrefix>> by_end_;
};

}  // namespace denwaban::policy
