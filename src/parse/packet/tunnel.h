// SPDX-License-Identifier: GPL-3.0-or-later
// Packets within packets: what GRE (RFC 2784, 2890) with Ethernet or ERSPAN in it, VXLAN (RFC 7348), GENEVE
// (RFC 8926), TZSP and IP in IP (RFC 2003, 4213) carry.
#pragma once

#include <optional>
#include <unordered_set>

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
  explicit PlainSpeakers(HashSeed seed) : known_(0, Hash{seed}) {}
  void note(const IpAddress& address) {
    if (address == last_ || known_.size() >= kMax) return;
    known_.insert(last_ = address);
  }
  bool has(const IpAddress& address) const { return known_.contains(address); }

 private:
  // Nobody leaves: who comes late is no PBX that was there from the start.
  static constexpr size_t kMax = 65'536;
  struct Hash {
    HashSeed seed;
    size_t operator()(const IpAddress& address) const { return hash(seed, address); }
  };
  std::unordered_set<IpAddress, Hash> known_;
  IpAddress last_;
};

}  // namespace denwaban::parse
