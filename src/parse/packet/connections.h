// SPDX-License-Identifier: GPL-3.0-or-later
// The TCP connections that are remembered, in two shares: those whose handshake was seen whole, and all
// others, which anybody can make up. Each share forgets the one that was silent longest, so made-up ones push
// no proven one out.
#pragma once

#include <optional>
#include <unordered_map>

#include "parse/packet/parts.h"
#include "parse/packet_decoder.h"

namespace denwaban::parse {

struct Endpoint {
  IpAddress address;
  uint16_t port = 0;
  friend auto operator<=>(const Endpoint&, const Endpoint&) = default;
};

// One direction of a connection. Places are sequence numbers carried on to 64 bits.
struct StreamSide {
  static constexpr uint64_t kUnknown = 0;
  uint64_t begin = kUnknown;         // of the first byte, when the SYN was seen
  uint64_t next = kUnknown;          // of the next byte to be handed out
  uint64_t acknowledged = kUnknown;  // by the other end: it has all before it
  std::optional<uint64_t> end;       // known by FIN
  uint8_t outside_in_a_row = 0;
  Parts waiting;

  // `sequence` as the place nearest to `next`.
  uint64_t place(uint32_t sequence) const {
    return next +
           static_cast<uint64_t>(int64_t{static_cast<int32_t>(sequence - static_cast<uint32_t>(next))});
  }
  void start(uint32_t sequence) { next = (uint64_t{1} << 32) + sequence; }
};

struct Connection {
  enum class State : uint8_t {
    syn,          // a SYN was seen
    syn_ack,      // and its answer
    established,  // and the answer to that: both ends are where they say
    picked_up,    // seen from the middle on
    over,         // its late packets are recognised
  };
  Endpoint ends[2];  // in order, so that both directions find it
  StreamSide sides[2];
  uint64_t id = 0;
  Time last{};
  State state = State::syn;
  uint8_t client = 0;  // which end began
  bool spoke = false;  // something was handed out
  std::optional<uint64_t>
      new_syn;  // a SYN of the client for another connection with the same ends: its sequence + 1
  uint8_t new_client = 0;
  bool proven = false;  // which share
  Connection* older = nullptr;
  Connection* newer = nullptr;
};

class ConnectionTable {
 public:
  ConnectionTable(const DecoderLimits& limits, HashSeed seed);

  // `side`: which of the ends is `from`.
  Connection* find(const Endpoint& from, const Endpoint& to, uint8_t& side);
  // Makes it as an unproven one; the share has room (see `to_evict`).
  Connection& make(const Endpoint& from, const Endpoint& to, uint8_t& side);
  void touch(Connection& connection, Time now);
  void set_proven(Connection& connection, bool proven);
  void erase(Connection& connection);

  // The one that must leave before another comes into this share; nullptr: there is room.
  Connection* to_evict(bool proven) const;
  Connection* silent_too_long(bool proven, Time now) const;
  Connection* oldest(bool proven) const { return shares_[proven].oldest; }

  uint64_t waiting_cost[2] = {0, 0};  // of each share, kept by the streams

 private:
  struct Key {
    Endpoint a, b;
    friend bool operator==(const Key&, const Key&) = default;
  };
  struct KeyHash {
    HashSeed seed;
    size_t operator()(const Key& key) const;
  };
  struct Share {
    Connection* oldest = nullptr;
    Connection* newest = nullptr;
    size_t count = 0;
  };
  void link(Connection& connection);
  void unlink(Connection& connection);

  const DecoderLimits& limits_;
  std::unordered_map<Key, Connection, KeyHash> connections_;
  Share shares_[2];
  uint64_t next_id_ = 1;
};

}  // namespace denwaban::parse
