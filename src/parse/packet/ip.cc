// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/packet/ip.h"

#include <algorithm>

#include "parse/packet/wire.h"

namespace denwaban::parse {
namespace {

constexpr int kExtensionsMax = 8;
constexpr uint8_t kHopByHop = 0, kRouting = 43, kFragment = 44, kAuthentication = 51, kDestination = 60;

std::optional<PacketDrop> read_ipv4(std::string_view bytes, uint32_t length_on_wire, IpPacket& out) {
  if (bytes.size() < 20) return PacketDrop::cut_short;
  uint32_t header = (u8(bytes, 0) & 15u) * 4u;
  uint32_t total = u16(bytes, 2);
  // Zero: the card was to cut it into segments later (TSO).
  if (total == 0) total = length_on_wire;
  // Outside is only padding; a packet that claims more than there was is none.
  if (header < 20 || total < header || total > length_on_wire) return PacketDrop::bad_header;
  if (bytes.size() < header) return PacketDrop::cut_short;
  uint16_t place = u16(bytes, 6);
  out.protocol = u8(bytes, 9);
  out.from = IpAddress::v4(u32(bytes, 12));
  out.to = IpAddress::v4(u32(bytes, 16));
  out.more_fragments = place & 0x2000;
  out.fragment_offset = (place & 0x1fffu) * 8u;
  out.fragment = out.more_fragments || out.fragment_offset != 0;
  out.fragment_id = u16(bytes, 4);
  out.payload = bytes.substr(header, total - header);
  out.payload_length = total - header;
  return std::nullopt;
}

// What one extension header says of itself. 0: it is none.
size_t extension_length(uint8_t type, std::string_view bytes) {
  switch (type) {
    case kHopByHop:
    case kRouting:
    case kDestination:
      return (u8(bytes, 1) + 1u) * 8u;
    case kAuthentication:
      return (u8(bytes, 1) + 2u) * 4u;
    case kFragment:
      return 8;
    default:
      return 0;
  }
}

std::optional<PacketDrop> read_ipv6(std::string_view bytes, uint32_t length_on_wire, IpPacket& out) {
  if (bytes.size() < 40) return PacketDrop::cut_short;
  uint32_t length = u16(bytes, 4);
  if (length == 0 && length_on_wire >= 40)
    length = length_on_wire - 40;  // cut into segments later, or a jumbogram
  if (length_on_wire < 40 || length > length_on_wire - 40) return PacketDrop::bad_header;
  out.from = ipv6_at(bytes, 8);
  out.to = ipv6_at(bytes, 24);
  // An IPv4-mapped address in an IPv6 header would pass for IPv4; Linux drops it as well
  // (net/ipv6/ip6_input.c).
  if (out.from.is_v4() || out.to.is_v4()) return PacketDrop::bad_header;
  out.protocol = u8(bytes, 6);
  std::string_view rest = bytes.substr(40, length);
  uint32_t whole = length;
  auto drop = skip_extensions(out.protocol, rest);
  if (drop) return drop;
  if (out.protocol == kFragment) {
    if (rest.size() < 8) return PacketDrop::cut_short;
    uint16_t place = u16(rest, 2);
    out.protocol = u8(rest, 0);
    out.fragment_offset = place & 0xfff8u;
    out.more_fragments = place & 1;
    out.fragment_id = u32(rest, 4);
    out.fragment = out.more_fragments || out.fragment_offset != 0;  // else "atomic", RFC 6946
    rest.remove_prefix(8);
    if (!out.fragment) drop = skip_extensions(out.protocol, rest);
  }
  uint32_t headers = static_cast<uint32_t>(rest.data() - bytes.data()) - 40;
  out.payload = rest;
  out.payload_length = whole - headers;
  return drop;
}

}  // namespace

std::optional<PacketDrop> skip_extensions(uint8_t& protocol, std::string_view& bytes) {
  for (int count = 0; protocol != kFragment; ++count) {
    size_t length = bytes.size() < 2 ? 0 : extension_length(protocol, bytes);
    if (length == 0) return std::nullopt;
    if (count == kExtensionsMax) return PacketDrop::bad_header;
    if (length > bytes.size()) return PacketDrop::cut_short;
    protocol = u8(bytes, 0);
    bytes.remove_prefix(length);
  }
  return std::nullopt;
}

std::optional<PacketDrop> read_ip(std::string_view bytes, uint32_t length_on_wire, IpPacket& out) {
  if (bytes.empty()) return PacketDrop::cut_short;
  switch (u8(bytes, 0) >> 4) {
    case 4:
      return read_ipv4(bytes, length_on_wire, out);
    case 6:
      return read_ipv6(bytes, length_on_wire, out);
    default:
      return PacketDrop::bad_header;
  }
}

std::optional<PacketDrop> read_udp(std::string_view bytes, uint32_t length, UdpHeader& out) {
  if (bytes.size() < 8) return length < 8 ? PacketDrop::bad_header : PacketDrop::cut_short;
  uint32_t said = u16(bytes, 4);
  if (said < 8 || said > length) return PacketDrop::bad_header;  // Linux drops it as well
  out.from_port = u16(bytes, 0);
  out.to_port = u16(bytes, 2);
  out.length = said - 8;
  out.payload = bytes.substr(8, out.length);
  return std::nullopt;
}

std::optional<PacketDrop> read_tcp(std::string_view bytes, uint32_t length, TcpSegment& out) {
  if (bytes.size() < 20) return length < 20 ? PacketDrop::bad_header : PacketDrop::cut_short;
  uint32_t header = (u8(bytes, 12) >> 4) * 4u;
  if (header < 20 || header > length) return PacketDrop::bad_header;
  out.from_port = u16(bytes, 0);
  out.to_port = u16(bytes, 2);
  out.sequence = u32(bytes, 4);
  out.acknowledged = u32(bytes, 8);
  out.flags = u8(bytes, 13);
  out.length = length - header;
  out.payload = bytes.size() > header ? bytes.substr(header) : std::string_view();
  return std::nullopt;
}

}  // namespace denwaban::parse
