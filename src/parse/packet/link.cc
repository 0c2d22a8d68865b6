// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/packet/link.h"

#include "parse/packet/wire.h"

namespace denwaban::parse {
namespace {

constexpr uint16_t kIpv4 = 0x0800, kIpv6 = 0x86dd, kPppoeSession = 0x8864;
constexpr uint16_t kMpls = 0x8847, kMplsMulticast = 0x8848;
constexpr uint16_t kMacsec = 0x88e5, kBackbone = 0x88e7, kNsh = 0x894f, kTrill = 0x22f3;
constexpr int kTagsMax = 4, kLabelsMax = 8;

LinkPayload no_ip(PacketDrop why) { return {{}, why, 0, {}}; }
LinkPayload unopened(Unopened what) { return {{}, PacketDrop::encapsulated, 0, what}; }

bool is_vlan_tag(uint16_t type) { return type == 0x8100 || type == 0x88a8 || type == 0x9100; }

// RFC 2516: six bytes, then PPP's number of the protocol.
LinkPayload open_pppoe(std::string_view bytes) {
  if (bytes.size() < 8) return no_ip(PacketDrop::cut_short);
  uint16_t protocol = u16(bytes, 6);
  if (protocol != 0x0021 && protocol != 0x0057) return no_ip(PacketDrop::not_ip);
  return {bytes.substr(8), {}, 0, {}};
}

// RFC 3032: labels of four bytes, the last one marked. What follows is told by nothing but its first bits;
// other than IP it is a pseudo wire (RFC 4385).
LinkPayload open_mpls(std::string_view bytes) {
  constexpr uint8_t kLast = 1;
  for (int labels = 1;; ++labels) {
    if (bytes.size() < 5) return no_ip(PacketDrop::cut_short);
    bool last = u8(bytes, 2) & kLast;
    bytes.remove_prefix(4);
    if (last) break;
    if (labels == kLabelsMax) return no_ip(PacketDrop::bad_header);
  }
  unsigned version = u8(bytes, 0) >> 4;
  if (version != 4 && version != 6) return unopened(Unopened::mpls);
  return {bytes, {}, 0, {}};
}

}  // namespace

LinkPayload open_ether_type(uint16_t type, std::string_view bytes) {
  for (int tags = 0; is_vlan_tag(type); ++tags) {
    if (tags == kTagsMax) return no_ip(PacketDrop::bad_header);
    if (bytes.size() < 4) return no_ip(PacketDrop::cut_short);
    type = u16(bytes, 2);
    bytes.remove_prefix(4);
  }
  switch (type) {
    case kIpv4:
    case kIpv6:
      return {bytes, {}, 0, {}};
    case kPppoeSession:
      return open_pppoe(bytes);
    case kMpls:
    case kMplsMulticast:
      return open_mpls(bytes);
    case kMacsec:
      return unopened(Unopened::macsec);
    case kBackbone:
    case kNsh:
    case kTrill:
      return unopened(Unopened::fabric);
    default:
      return no_ip(PacketDrop::not_ip);
  }
}

namespace {

LinkPayload open_at(std::string_view frame, size_t type_at, size_t header) {
  if (frame.size() < header) return no_ip(PacketDrop::cut_short);
  return open_ether_type(u16(frame, type_at), frame.substr(header));
}

// The family in the byte order of the machine that captured: AF_INET is 2 everywhere, AF_INET6 is 10 on
// Linux, 24, 28 or 30 on the BSDs and macOS.
LinkPayload open_loopback(std::string_view frame) {
  if (frame.size() < 4) return no_ip(PacketDrop::cut_short);
  uint32_t family = u32(frame, 0);
  if (family > 0xffff) family = __builtin_bswap32(family);
  bool ip = family == 2 || family == 10 || family == 24 || family == 28 || family == 30;
  if (!ip) return no_ip(PacketDrop::not_ip);
  return {frame.substr(4), {}, 0, {}};
}

}  // namespace

std::optional<LinkType> link_type_of(int data_link_type) {
  switch (data_link_type) {
    case 1:
      return LinkType::ethernet;
    case 113:
      return LinkType::linux_cooked;
    case 276:
      return LinkType::linux_cooked_2;
    case 12:   // DLT_RAW on Linux
    case 14:   // … on OpenBSD
    case 101:  // LINKTYPE_RAW
    case 228:  // DLT_IPV4
    case 229:  // DLT_IPV6
      return LinkType::raw_ip;
    case 0:    // DLT_NULL
    case 108:  // DLT_LOOP
      return LinkType::loopback;
    default:
      return std::nullopt;
  }
}

bool looks_like_capture(std::string_view head) {
  if (head.size() < 24) return false;
  uint32_t magic = u32(head, 0), swapped = __builtin_bswap32(magic);
  for (uint32_t known : {0xa1b2c3d4u, 0xa1b23c4du, 0xa1b2cd34u})  // microseconds, nanoseconds, Kuznetzov's
    if (magic == known || swapped == known) return true;
  uint32_t order = u32(head, 8);  // pcapng: a section header, whose type reads the same in both orders
  return magic == 0x0a0d0d0a && (order == 0x1a2b3c4d || order == 0x4d3c2b1a);
}

LinkPayload open_link(LinkType type, std::string_view frame) {
  switch (type) {
    case LinkType::ethernet:
      return open_at(frame, 12, 14);
    case LinkType::linux_cooked: {
      LinkPayload payload = open_at(frame, 14, 16);
      if (!payload.drop) payload.interface = 0x8000'0000u | u16(frame, 0);
      return payload;
    }
    case LinkType::linux_cooked_2: {
      LinkPayload payload = open_at(frame, 0, 20);
      if (!payload.drop) payload.interface = u32(frame, 4);
      return payload;
    }
    case LinkType::raw_ip:
      return {frame, {}, 0, {}};
    case LinkType::loopback:
      return open_loopback(frame);
  }
  return no_ip(PacketDrop::not_ip);
}

}  // namespace denwaban::parse
