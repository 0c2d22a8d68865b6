// SPDX-License-Identifier: GPL-3.0-or-later
// The headers of IPv4 (RFC 791), IPv6 (RFC 8200), UDP (RFC 768) and TCP (RFC 9293).
#pragma once

#include <optional>
#include <string_view>

#include "parse/packet_decoder.h"

namespace denwaban::parse {

constexpr uint8_t kProtocolTcp = 6, kProtocolUdp = 17;

struct IpPacket {
  IpAddress from, to;
  uint8_t protocol = 0;  // of what `payload` begins with; in a later fragment, of what the whole begins with
  bool fragment = false;
  bool more_fragments = false;
  uint32_t fragment_id = 0;      // IPv4: of every packet
  uint32_t fragment_offset = 0;  // in bytes
  uint32_t payload_length = 0;   // on the wire
  std::string_view payload;      // as far as captured
  bool truncated() const { return payload.size() < payload_length; }
};
std::optional<PacketDrop> read_ip(std::string_view bytes, uint32_t length_on_wire, IpPacket& out);

// Extension headers of IPv6 that stand at the front of a datagram put together from fragments.
std::optional<PacketDrop> skip_extensions(uint8_t& protocol, std::string_view& bytes);

struct UdpHeader {
  uint16_t from_port = 0, to_port = 0;
  uint32_t length = 0;  // of the payload, on the wire
  std::string_view payload;
};
// `length`: of `bytes` on the wire.
std::optional<PacketDrop> read_udp(std::string_view bytes, uint32_t length, UdpHeader& out);

struct TcpSegment {
  uint16_t from_port = 0, to_port = 0;
  uint32_t sequence = 0, acknowledged = 0;
  uint8_t flags = 0;
  uint32_t length = 0;  // of the payload, on the wire
  std::string_view payload;
  bool has(uint8_t flag) const { return flags & flag; }
  static constexpr uint8_t kFin = 1, kSyn = 2, kRst = 4, kAck = 16;
};
std::optional<PacketDrop> read_tcp(std::string_view bytes, uint32_t length, TcpSegment& out);

}  // namespace denwaban::parse
