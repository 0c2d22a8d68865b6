// SPDX-License-Identifier: GPL-3.0-or-later
// One datagram that passes several network devices of this machine (a bridge and its port, both ends of a
// veth pair, a router's two sides) is captured at each of them. It was sent once: of those that are alike to
// the IP identification within a second, only those of the first device count. What a sender sends again
// comes by the same device again, and counts. Where addresses are translated on the way (Docker's published
// ports) the datagrams differ, and both count.
#pragma once

#include <algorithm>
#include <vector>

#include "base/hash.h"
#include "parse/packet/ip.h"

namespace denwaban::parse {

class Twins {
 public:
  explicit Twins(HashSeed seed) : seed_(seed) {}

  // `packet`: UDP, whole. Remembers it.
  bool seen(const IpPacket& packet, uint32_t interface, Time now) {
    if (slots_.empty()) slots_.resize(kSlots);
    uint64_t digest = mix(hash(seed_, packet.from), hash(seed_, packet.to));
    digest = mix(digest, packet.fragment_id);
    // The checksum, which the card may fill in later, is left out.
    digest = mix(digest, hash(seed_, packet.payload.substr(0, 6)));
    digest = mix(digest, hash(seed_, packet.payload.substr(std::min<size_t>(8, packet.payload.size()))));
    Slot& slot = slots_[digest % kSlots];
    bool same = slot.digest == digest && slot.time <= now && now - slot.time < Seconds(1);
    if (same && slot.interface != interface) return true;
    slot = {digest, now, interface};
    return false;
  }

 private:
  // A newer packet takes an older one's place; a twin comes within microseconds.
  static constexpr size_t kSlots = 4096;
  struct Slot {
    uint64_t digest = 0;
    Time time{};
    uint32_t interface = 0;
  };
  HashSeed seed_;
  std::vector<Slot> slots_;
};

}  // namespace denwaban::parse
