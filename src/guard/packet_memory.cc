// SPDX-License-Identifier: GPL-3.0-or-later
#include "guard/packet_memory.h"

#include <algorithm>

#include "sources/packet_line.h"

namespace denwaban::guard {

void PacketMemory::remember(const Datagram& datagram) {
  if (packets_.empty()) packets_.resize(kPackets);
  Packet& packet = packets_[datagram.evidence.offset % kPackets];
  bool known = packet.datagram.evidence.offset == datagram.evidence.offset && packet.length > 0;
  if (known) return;
  packet.datagram = datagram;
  packet.datagram.payload = {};
  packet.length = static_cast<uint8_t>(std::min(datagram.payload.size(), kBytes));
  std::copy_n(datagram.payload.data(), packet.length, packet.bytes.data());
}

std::optional<std::string> PacketMemory::line(uint64_t number) const {
  if (packets_.empty()) return std::nullopt;
  const Packet& packet = packets_[number % kPackets];
  if (packet.datagram.evidence.offset != number) return std::nullopt;
  Datagram datagram = packet.datagram;
  datagram.payload = {packet.bytes.data(), packet.length};
  return sources::packet_line(datagram);
}

}  // namespace denwaban::guard
