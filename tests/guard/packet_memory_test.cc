// SPDX-License-Identifier: GPL-3.0-or-later
#include "guard/packet_memory.h"

#include <gtest/gtest.h>

namespace denwaban::guard {
namespace {

Datagram packet(uint64_t number, std::string_view payload) {
  Datagram datagram;
  datagram.from = IpAddress::v4(0xcb007107);
  datagram.to = IpAddress::v4(0xc0000201);
  datagram.from_port = 5071;
  datagram.to_port = 5060;
  datagram.payload = payload;
  datagram.evidence.offset = number;
  return datagram;
}

TEST(PacketMemory, ShowsAPacketsFirstLineAfterItsBytesAreGone) {
  PacketMemory memory;
  {
    std::string bytes = "OPTIONS sip:100@192.0.2.1 SIP/2.0\r\nVia: x\r\n\r\n";
    memory.remember(packet(7, bytes));
    bytes.assign(bytes.size(), 'x');
  }
  EXPECT_EQ(memory.line(7), "udp 203.0.113.7:5071 > 192.0.2.1:5060 OPTIONS sip:100@192.0.2.1 SIP/2.0");
  EXPECT_EQ(memory.line(8), std::nullopt);
}

TEST(PacketMemory, OfOnePacketsPiecesTheFirstThatSaysSomethingStays) {
  PacketMemory memory;
  memory.remember(packet(1, ""));
  memory.remember(packet(1, "REGISTER sip:192.0.2.1 SIP/2.0\r\n"));
  memory.remember(packet(1, "another"));
  EXPECT_EQ(memory.line(1), "udp 203.0.113.7:5071 > 192.0.2.1:5060 REGISTER sip:192.0.2.1 SIP/2.0");
}

TEST(PacketMemory, ForgetsTheOldest) {
  PacketMemory memory;
  for (uint64_t n = 1; n <= PacketMemory::kPackets + 1; ++n) memory.remember(packet(n, "OPTIONS"));
  EXPECT_EQ(memory.line(1), std::nullopt);
  EXPECT_TRUE(memory.line(2).has_value());
}

TEST(PacketMemory, KnowsNothingAtFirst) { EXPECT_EQ(PacketMemory().line(0), std::nullopt); }

}  // namespace
}  // namespace denwaban::guard
