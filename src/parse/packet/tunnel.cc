// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/packet/tunnel.h"

#include "parse/packet/wire.h"

namespace denwaban::parse {
namespace {

constexpr uint8_t kIpInIp = 4, kIpv6InIp = 41, kGre = 47, kEsp = 50, kAuthentication = 51, kL2tp = 115,
                  kSctp = 132;
constexpr uint16_t kVxlanPort = 4789, kGenevePort = 6081, kTzspPort = 37008, kL2tpPort = 1701,
                   kGtpPort = 2152;
constexpr uint16_t kEthernetInside = 0x6558, kErspan2 = 0x88be, kErspan3 = 0x22eb;

LinkPayload nothing(PacketDrop why) { return {{}, why, 0, {}}; }
LinkPayload unopened(Unopened what) { return {{}, PacketDrop::encapsulated, 0, what}; }
LinkPayload frame_at(std::string_view bytes, size_t at) {
  return at > bytes.size() ? nothing(PacketDrop::cut_short) : open_link(LinkType::ethernet, bytes.substr(at));
}

// draft-foschiano-erspan: II has a header of eight bytes, III one of twelve and, if its last bit says so,
// eight more.
LinkPayload open_erspan(std::string_view bytes, unsigned version) {
  constexpr uint8_t kMoreHeader = 1;
  constexpr unsigned kFrameTypeShift = 10, kFrameTypeMask = 0x1f, kIpInside = 2;
  if (bytes.size() < (version == 1 ? 8 : 12)) return nothing(PacketDrop::cut_short);
  if (u8(bytes, 0) >> 4 != version) return unopened(Unopened::gre);
  if (version == 1) return frame_at(bytes, 8);
  size_t header = u8(bytes, 11) & kMoreHeader ? 20 : 12;
  unsigned type = u16(bytes, 10) >> kFrameTypeShift & kFrameTypeMask;
  if (type != 0 && type != kIpInside) return unopened(Unopened::gre);
  if (type == 0) return frame_at(bytes, header);
  if (bytes.size() < header) return nothing(PacketDrop::cut_short);
  return {bytes.substr(header), {}, 0, {}};
}

LinkPayload open_gre(std::string_view bytes) {
  constexpr uint16_t kChecksum = 0x8000, kRouting = 0x4000, kKey = 0x2000, kSequence = 0x1000, kVersion = 7;
  if (bytes.size() < 4) return nothing(PacketDrop::cut_short);
  uint16_t flags = u16(bytes, 0), type = u16(bytes, 2);
  if (flags & (kRouting | kVersion)) return unopened(Unopened::gre);  // version 1: PPTP
  size_t header = 4 + (flags & kChecksum ? 4 : 0) + (flags & kKey ? 4 : 0) + (flags & kSequence ? 4 : 0);
  if (bytes.size() < header) return nothing(PacketDrop::cut_short);
  bytes.remove_prefix(header);
  if (type == kEthernetInside) return frame_at(bytes, 0);
  if (type == kErspan3) return open_erspan(bytes, 2);
  if (type == kErspan2) return flags & kSequence ? open_erspan(bytes, 1) : frame_at(bytes, 0);
  LinkPayload inside = open_ether_type(type, bytes);
  return inside.drop == PacketDrop::not_ip ? unopened(Unopened::gre) : inside;
}

// Ports alone tell nothing: a client may ask from port 4789, and what answers him is no tunnel. All reserved
// bits must be zero.
std::optional<LinkPayload> open_vxlan(std::string_view bytes) {
  constexpr uint32_t kHasNetwork = 0x08000000;
  if (bytes.size() < 8 || u32(bytes, 0) != kHasNetwork || u8(bytes, 7) != 0) return std::nullopt;
  return frame_at(bytes, 8);
}

std::optional<LinkPayload> open_geneve(std::string_view bytes) {
  if (bytes.size() < 8 || u8(bytes, 0) >> 6 != 0 || (u8(bytes, 1) & 0x3f) != 0 || u8(bytes, 7) != 0)
    return std::nullopt;
  size_t header = 8 + (u8(bytes, 0) & 0x3fu) * 4;
  uint16_t type = u16(bytes, 2);
  if (type == kEthernetInside) return frame_at(bytes, header);
  if (bytes.size() < header) return nothing(PacketDrop::cut_short);
  LinkPayload inside = open_ether_type(type, bytes.substr(header));
  if (inside.drop == PacketDrop::not_ip) return std::nullopt;
  return inside;
}

// What MikroTik's routers mirror: version, kind, two bytes of protocol, then tags up to the one that ends
// them.
std::optional<LinkPayload> open_tzsp(std::string_view bytes) {
  constexpr uint8_t kPadding = 0, kEnd = 1;
  if (bytes.size() < 5 || u8(bytes, 0) != 1 || u8(bytes, 1) > 1 || u16(bytes, 2) != 1) return std::nullopt;
  for (size_t at = 4; at < bytes.size();) {
    uint8_t tag = u8(bytes, at++);
    if (tag == kEnd) return frame_at(bytes, at);
    if (tag == kPadding) continue;
    if (at == bytes.size()) break;
    at += 1u + u8(bytes, at);
  }
  return nothing(PacketDrop::cut_short);
}

std::optional<LinkPayload> open_udp(std::string_view bytes) {
  constexpr size_t kHeader = 8;
  if (bytes.size() < kHeader) return std::nullopt;
  std::string_view payload = bytes.substr(kHeader);
  uint16_t from = u16(bytes, 0), to = u16(bytes, 2);
  if (from == to && to == kL2tpPort) return unopened(Unopened::l2tp);
  if (from == to && to == kGtpPort) return unopened(Unopened::gtp);
  switch (to) {
    case kVxlanPort:
      return open_vxlan(payload);
    case kGenevePort:
      return open_geneve(payload);
    case kTzspPort:
      return open_tzsp(payload);
    default:
      return std::nullopt;
  }
}

}  // namespace

std::optional<LinkPayload> open_tunnel(const IpPacket& packet) {
  switch (packet.protocol) {
    case kProtocolUdp:
      return open_udp(packet.payload);
    case kIpInIp:
    case kIpv6InIp:
      return LinkPayload{packet.payload, {}, 0, {}};
    case kGre:
      return open_gre(packet.payload);
    case kEsp:
      return unopened(Unopened::esp);
    case kAuthentication:
      return unopened(Unopened::ah);
    case kL2tp:
      return unopened(Unopened::l2tp);
    case kSctp:
      return unopened(Unopened::sctp);
    default:
      return std::nullopt;
  }
}

}  // namespace denwaban::parse
