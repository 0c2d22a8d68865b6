// SPDX-License-Identifier: GPL-3.0-or-later
// Counts lines by address exactly as fail2ban 1.0 does (server/failmanager.py, server/ticket.py): not a
// window, but a count with the moment at which it began. Where the count reaches further back than find_time,
// it is scaled to what its rate gives within find_time, and begins there. At max_retry the address is banned
// and its count forgotten, as are counts that had no failure for find_time.
//
// Exact while at most kAddressesMax addresses have a count at one time; beyond that those with the fewest
// failures are forgotten. IPv6 sources count by /64. 32 bytes an address.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/bytes.h"
#include "base/hash.h"

namespace denwaban::detect {

class Jail {
 public:
  static constexpr size_t kAddressesMax = 262'144;

  Jail(uint32_t max_retry, Seconds find_time, HashSeed seed);

  struct Ban {
    Time first{};  // where the count began
    uint32_t failures = 0;
  };
  // One more failure. A ban when it is the last straw.
  std::optional<Ban> failed(const IpAddress& address, Time time);
  void prefetch(const IpAddress& address) const { __builtin_prefetch(&entries_[home(key_of(address))]); }
  size_t bytes() const { return entries_.capacity() * sizeof(Entry); }

  void save(ByteWriter& out) const;
  bool load(ByteReader& in);

 private:
  struct Entry {
    uint64_t key = 0;             // 0: free
    int64_t first = 0, last = 0;  // ms
    uint32_t failures = 0;
  };
  static constexpr size_t kWays = 8;  // places in a row that may hold a key
  static constexpr size_t kHomesMin = 2048;

  static uint64_t key_of(const IpAddress& address);
  size_t home(uint64_t key) const { return mix(key, seed_.value) >> shift_; }
  bool forgotten(const Entry& entry, int64_t now) const {
    return entry.key == 0 || entry.last + find_time_ <= now;
  }
  Entry* find(uint64_t key);
  Entry& place_for(uint64_t key, int64_t now);
  void grow(int64_t now);
  void resize(int homes_log2);

  uint32_t max_retry_;
  int64_t find_time_;  // ms
  HashSeed seed_;
  int shift_ = 0;
  std::vector<Entry> entries_;  // by home, and kWays more
};

}  // namespace denwaban::detect
