// SPDX-License-Identifier: GPL-3.0-or-later
// Packets within packets: what GRE (RFC 2784, 2890) with Ethernet or ERSPAN in it, VXLAN (RFC 7348), GENEVE
// (RFC 8926), TZSP and IP in IP (RFC 2003, 4213) carry.
#pragma once

#include <optional>
#include <vector>

#include "base/hash.h"
#include "parse/packet/ip.h"
#include "parse/packet/link.h"

namespace denwaban::parse {

// What `packet`, which is whole, carries in place of a datagram; nullopt: it carries none.
std::optional<LinkPayload> open_tunnel(const IpPacket& packet);

// Who was seen to speak SIP, or at a guarded port, without a tunnel. Anybody can send a tunnel's packet with
// whatever inside, answers of the PBX included, to a machine that opens no such tunnel: nothing that a tunnel
// tells of these is believed, nor a tunnel that ends at them.
class PlainSpeakers {
 public:
  explicit PlainSpeakers(HashSeed seed) : seed_(seed) {}
  void note(const IpAddress& address) {
    if (slots_.empty()) slots_.resize(kSlots);
    slots_[hash(seed_, address) % kSlots] = address;
  }
  bool has(const IpAddress& address) const {
    return !slots_.empty() && slots_[hash(seed_, address) % kSlots] == address;
  }

 private:
  static constexpr size_t kSlots = 4096;  // newer ones take older ones' places; a PBX speaks all the time
  HashSeed seed_;
  std::vector<IpAddress> slots_;
};

}  // namespace denwaban::parse
