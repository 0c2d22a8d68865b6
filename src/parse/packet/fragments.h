// SPDX-License-Identifier: GPL-3.0-or-later
// Fragments of IPv4 (RFC 791) and IPv6 (RFC 8200 section 4.5) put together. Whatever a sender makes of
// offsets: bounded memory, the first bytes for a place count, and a datagram is whole or it is not handed
// out.
#pragma once

#include <list>
#include <optional>
#include <string>
#include <unordered_map>

#include "parse/packet/ip.h"
#include "parse/packet/parts.h"

namespace denwaban::parse {

class FragmentTable {
 public:
  FragmentTable(const DecoderLimits& limits, HashSeed seed, PacketCounters& counters)
      : limits_(limits), counters_(counters), waiting_(0, KeyHash{seed}) {}

  // True when `packet` was the last missing part: it is the whole datagram then, its payload lives until the
  // next call.
  bool add(IpPacket& packet, Time now);

 private:
  struct Key {
    IpAddress from, to;
    uint32_t id = 0;
    uint8_t protocol = 0;
    friend bool operator==(const Key&, const Key&) = default;
  };
  struct KeyHash {
    HashSeed seed;
    size_t operator()(const Key& key) const;
  };
  struct Waiting {
    Parts parts;
    Time since{};
    uint8_t protocol = 0;         // of the first part
    std::optional<uint64_t> end;  // known by the last part
    std::list<Key>::iterator place;
  };
  using Table = std::unordered_map<Key, Waiting, KeyHash>;

  void expire(Time now);
  void make_room();
  void forget(Table::iterator entry);
  bool fits(const Waiting& waiting, const IpPacket& packet) const;

  const DecoderLimits& limits_;
  PacketCounters& counters_;
  Table waiting_;
  std::list<Key> oldest_;
  uint64_t cost_ = 0;
  std::string whole_;
};

}  // namespace denwaban::parse
