// SPDX-License-Identifier: GPL-3.0-or-later
// Packets and capture files built layer by layer, inside out: ethernet(ipv4({...}, udp(5060, 5061, "text"))).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/ip.h"

namespace denwaban::test {

inline std::string be16(uint32_t value) { return {static_cast<char>(value >> 8), static_cast<char>(value)}; }
inline std::string be32(uint32_t value) { return be16(value >> 16) + be16(value & 0xffff); }
inline std::string le16(uint32_t value) { return {static_cast<char>(value), static_cast<char>(value >> 8)}; }
inline std::string le32(uint32_t value) { return le16(value & 0xffff) + le16(value >> 16); }
inline IpAddress ip(std::string_view text) { return *IpAddress::parse(text); }
inline std::string bytes_of(const IpAddress& address) {
  std::string all(reinterpret_cast<const char*>(address.bytes().data()), 16);
  return address.is_v4() ? all.substr(12) : all;
}

inline std::string udp(uint16_t from, uint16_t to, std::string_view payload) {
  return be16(from) + be16(to) + be16(static_cast<uint32_t>(payload.size()) + 8) + be16(0) +
         std::string(payload);
}

struct Tcp {
  uint16_t from = 0, to = 0;
  uint32_t sequence = 0, acknowledged = 0;
  uint8_t flags = 16;
};
inline std::string tcp(const Tcp& h, std::string_view payload = {}) {
  return be16(h.from) + be16(h.to) + be32(h.sequence) + be32(h.acknowledged) + '\x50' +
         static_cast<char>(h.flags) + be16(65535) + be16(0) + be16(0) + std::string(payload);
}

struct Ipv4 {
  std::string from, to;
  uint8_t protocol = 17;
  uint16_t id = 0;
  uint16_t offset = 0;  // in bytes
  bool more = false;
  std::string options = {};
};
inline std::string ipv4(const Ipv4& h, std::string_view payload) {
  auto words = static_cast<char>(5 + h.options.size() / 4);
  auto place = h.offset / 8u | (h.more ? 0x2000u : 0u);
  auto total = static_cast<uint32_t>(20 + h.options.size() + payload.size());
  return std::string(1, static_cast<char>(0x40 | words)) + '\0' + be16(total) + be16(h.id) + be16(place) +
         '\x40' + static_cast<char>(h.protocol) + be16(0) + bytes_of(ip(h.from)) + bytes_of(ip(h.to)) +
         h.options + std::string(payload);
}

inline std::string ipv6(std::string_view from, std::string_view to, uint8_t next, std::string_view payload) {
  return be32(0x60000000) + be16(static_cast<uint32_t>(payload.size())) + static_cast<char>(next) + '\x40' +
         bytes_of(ip(from)) + bytes_of(ip(to)) + std::string(payload);
}
inline std::string ipv6_fragment(uint8_t next, uint16_t offset, bool more, uint32_t id,
                                 std::string_view payload) {
  return std::string(1, static_cast<char>(next)) + '\0' + be16(offset | (more ? 1u : 0u)) + be32(id) +
         std::string(payload);
}

inline std::string ethernet(uint16_t type, std::string_view payload) {
  return std::string(6, '\x02') + std::string(6, '\x04') + be16(type) + std::string(payload);
}
inline std::string ethernet(std::string_view packet) {
  return ethernet((packet[0] >> 4 & 15) == 6 ? 0x86dd : 0x0800, packet);
}

struct PcapPacket {
  std::string bytes;
  uint32_t seconds = 0;
  uint32_t on_wire = 0;  // 0: as many as there are
};
inline std::string pcap(const std::vector<PcapPacket>& packets, uint32_t link_type = 1) {
  std::string file =
      le32(0xa1b2c3d4) + le16(2) + le16(4) + le32(0) + le32(0) + le32(262144) + le32(link_type);
  for (const PcapPacket& packet : packets) {
    auto size = static_cast<uint32_t>(packet.bytes.size());
    file += le32(packet.seconds) + le32(250'000) + le32(size) + le32(packet.on_wire ? packet.on_wire : size) +
            packet.bytes;
  }
  return file;
}

}  // namespace denwaban::test
