// SPDX-License-Identifier: GPL-3.0-or-later
// Packets within packets: what is opened, how deep, and what nobody may make us believe by them.
#include <gmock/gmock.h>

#include "parse/packet_story.h"

namespace denwaban::parse {
namespace {

using namespace test;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr const char* kPhone = "192.0.2.7";
constexpr const char* kPbx = "198.51.100.1";
constexpr const char* kSwitch = "10.0.0.1";
constexpr const char* kCollector = "10.0.0.2";

std::string hello() { return ipv4({kPhone, kPbx}, udp(5071, 5060, "hello")); }
std::string outer(uint8_t protocol, std::string_view payload) {
  return ipv4({kSwitch, kCollector, protocol}, payload);
}
std::string gre(uint16_t type, std::string_view inside) {
  return outer(47, be16(0) + be16(type) + std::string(inside));
}
std::string by_udp(uint16_t port, std::string_view payload) { return outer(17, udp(54321, port, payload)); }
std::string vxlan(std::string_view frame) {
  return by_udp(4789, be32(0x08000000) + be32(77 << 8) + std::string(frame));
}

struct TunnelStory : PacketStory {
  explicit TunnelStory(const DecoderLimits& limits = {}) : PacketStory(limits) {
    decoder.open_tunnels({5060});
  }
  uint64_t count_of(Unopened what) const { return decoder.counters().unopened[static_cast<size_t>(what)]; }
};

struct Case {
  const char* what;
  std::string packet;
};

TEST(PacketTunnels, OpensWhatIsSimpleToOpen) {
  std::string frame = ethernet(hello()), tagged = ethernet(0x8100, be16(7) + be16(0x0800) + hello());
  const Case cases[] = {
      {"IP in IP", outer(4, hello())},
      {"IPv4 in IPv6", ipv6("2001:db8::1", "2001:db8::2", 4, hello())},
      {"IPv6 in IPv4", outer(41, ipv6("2001:db8::1", "2001:db8::2", 17, udp(5071, 5060, "hello")))},
      {"GRE", gre(0x0800, hello())},
      {"GRE with checksum, key and number",
       outer(47, be16(0xb000) + be16(0x0800) + std::string(12, 'x') + hello())},
      {"GRE with Ethernet", gre(0x6558, tagged)},
      {"GRE with MPLS", gre(0x8847, be32(0x00010140) + hello())},
      {"ERSPAN I", gre(0x88be, frame)},
      {"ERSPAN II", outer(47, be16(0x1000) + be16(0x88be) + be32(1) + be32(0x10010002) + be32(0) + tagged)},
      {"ERSPAN III",
       outer(47, be16(0x1000) + be16(0x22eb) + be32(1) + be32(0x20010002) + be32(9) + be32(0) + frame)},
      {"ERSPAN III with a subheader", outer(47, be16(0x1000) + be16(0x22eb) + be32(1) + be32(0x20010002) +
                                                    be32(9) + be32(1) + be32(0) + be32(0) + frame)},
      {"ERSPAN III of IP", outer(47, be16(0x1000) + be16(0x22eb) + be32(1) + be32(0x20010002) + be32(9) +
                                         be32(2 << 10) + hello())},
      {"VXLAN", vxlan(frame)},
      {"GENEVE", by_udp(6081, be16(0x0200) + be16(0x6558) + be32(77 << 8) + std::string(8, 'o') + frame)},
      {"GENEVE of IP", by_udp(6081, be16(0) + be16(0x0800) + be32(0) + hello())},
      {"TZSP", by_udp(37008, be16(0x0100) + be16(1) + std::string("\0\x0a\2ab\1", 6) + frame)},
      {"four in one another", outer(4, gre(0x0800, vxlan(ethernet(outer(4, hello())))))}};
  for (const Case& one : cases) {
    TunnelStory story;
    story.packet(ethernet(one.packet[0] >> 4 == 6 ? 0x86dd : 0x0800, one.packet));
    EXPECT_THAT(story.told, ElementsAre("hello")) << one.what;
    EXPECT_EQ(story.last.from_port, 5071) << one.what;
  }
}

TEST(PacketTunnels, OpensMplsLabelsOneBehindAnother) {
  PacketStory story;
  story.packet(ethernet(0x8847, be32(0x00010040) + be32(0x00020140) + hello()));
  story.packet(ethernet(0x8100, be16(7) + be16(0x8848) + be32(0x00020140) + hello()));
  EXPECT_THAT(story.told, ElementsAre("hello", "hello"));
}

TEST(PacketTunnels, AreCountedByKindWhereTheyAreNotOpened) {
  TunnelStory story;
  const std::pair<Unopened, std::string> packets[] = {
      {Unopened::esp, ethernet(outer(50, "x"))},
      {Unopened::ah, ethernet(outer(51, "x"))},
      {Unopened::l2tp, ethernet(outer(115, "x"))},
      {Unopened::l2tp, ethernet(outer(17, udp(1701, 1701, "x")))},
      {Unopened::sctp, ethernet(outer(132, "x"))},
      {Unopened::gtp, ethernet(outer(17, udp(2152, 2152, "x")))},
      {Unopened::gre, ethernet(outer(47, be16(0x2001) + be16(0x880b) + be32(0)))},
      {Unopened::gre, ethernet(gre(0x0806, "x"))},
      {Unopened::mpls, ethernet(0x8847, be32(0x00010140) + be32(0) + ethernet(hello()))},
      {Unopened::macsec, ethernet(0x88e5, "x")},
      {Unopened::fabric, ethernet(0x88e7, "x")},
      {Unopened::too_deep, ethernet(outer(4, outer(4, outer(4, outer(4, outer(4, hello()))))))}};
  PacketCounters::UnopenedCounts expected{};
  for (const auto& [what, packet] : packets) {
    story.packet(packet);
    ++expected[static_cast<size_t>(what)];
    EXPECT_EQ(story.count_of(what), expected[static_cast<size_t>(what)]) << name_of(what);
  }
  EXPECT_THAT(story.told, IsEmpty());
  EXPECT_EQ(story.count(PacketDrop::encapsulated), std::size(packets));
}

TEST(PacketTunnels, OfAMachinesOwnTrafficStayClosed) {
  PacketStory story;
  for (const std::string& packet : {outer(4, hello()), gre(0x0800, hello())}) story.packet(ethernet(packet));
  EXPECT_THAT(story.told, IsEmpty());
  EXPECT_EQ(story.decoder.counters().unopened[static_cast<size_t>(Unopened::tunnel)], 2u);
  story.packet(ethernet(vxlan(ethernet(hello()))));  // a datagram like others
  EXPECT_EQ(story.told.size(), 1u);
}

// Anybody can send the PBX packets of a tunnel that it does not have.
TEST(PacketTunnels, TellNothingOfThoseWhoSpeakPlainly) {
  std::string forged = ipv4({kPbx, kPhone}, udp(5060, 5071, "SIP/2.0 200 OK\r\n"));
  for (uint16_t port : {uint16_t{5060}, uint16_t{5080}}) {
    TunnelStory story;
    story.packet(ethernet(ipv4({kPbx, "192.0.2.8"}, udp(port, 5071, "SIP/2.0 401 Unauthorized\r\n"))));
    story.forget();
    story.packet(ethernet(gre(0x0800, forged)));                                 // about it
    story.packet(ethernet(ipv4({kPhone, kPbx, 4}, outer(17, udp(1, 2, "x")))));  // that ends at it
    EXPECT_THAT(story.told, IsEmpty());
    EXPECT_EQ(story.count_of(Unopened::beside_plain), 2u);
  }
}

TEST(PacketTunnels, DoNotHideWhatIsSentToTheirPorts) {
  TunnelStory story;
  for (uint16_t port : std::vector<uint16_t>{4789, 6081, 37008, 1701, 2152})
    story.packet(
        ethernet(ipv4({kPbx, kPhone}, udp(5060, port, "SIP/2.0 401 Unauthorized\r\nVia: x\r\n\r\n"))));
  EXPECT_EQ(story.told.size(), 5u);
}

TEST(PacketTunnels, AreReadAsFarAsTheyWereCaptured) {
  std::string packets[] = {
      ethernet(vxlan(ethernet(hello()))),
      ethernet(outer(47, be16(0xb000) + be16(0x0800) + std::string(12, 'x') + hello())),
      ethernet(by_udp(6081, be16(0x0200) + be16(0x6558) + be32(0) + std::string(8, 'o') + ethernet(hello()))),
      ethernet(by_udp(37008, be16(0x0100) + be16(1) + std::string("\0\x0a\2ab\1", 6) + ethernet(hello()))),
      ethernet(0x8847, be32(0x00010140) + hello())};
  for (const std::string& packet : packets)
    for (size_t cut = 0; cut <= packet.size(); ++cut) {
      TunnelStory story;
      story.packet(packet, LinkType::ethernet, cut);
      EXPECT_LE(story.told.size(), 1u);
      if (cut == 3) {
        EXPECT_THAT(story.told, ElementsAre("he"));
        EXPECT_TRUE(story.last.truncated);
      }
    }
}

TEST(PacketTunnels, PutFragmentsTogetherOnceOnEitherSide) {
  std::string whole = udp(5071, 5060, "abcdefghijklmnop"), outside = be16(0) + be16(0x0800) + hello();
  TunnelStory story;
  for (uint16_t at : std::vector<uint16_t>{0, 16})
    story.packet(ethernet(outer(4, ipv4({kPhone, kPbx, 17, 1, at, at == 0}, whole.substr(at, 16)))));
  EXPECT_THAT(story.told, ElementsAre("abcdefghijklmnop"));
  story.forget();
  for (uint16_t at : std::vector<uint16_t>{0, 24})
    story.packet(
        ethernet(ipv4({kSwitch, kCollector, 47, 2, at, at == 0}, outside.substr(at, at == 0 ? 24 : 99))));
  EXPECT_THAT(story.told, ElementsAre("hello"));
  // A fragment in a packet that was put together from fragments.
  std::string inner = ipv4({kPhone, kPbx, 17, 3, 0, true}, whole.substr(0, 16));
  for (uint16_t at : std::vector<uint16_t>{0, 24})
    story.packet(
        ethernet(ipv4({kSwitch, kCollector, 4, 3, at, at == 0}, inner.substr(at, at == 0 ? 24 : 99))));
  EXPECT_EQ(story.count_of(Unopened::too_deep), 1u);
}

TEST(PacketTunnels, EndlessOnesEnd) {
  TunnelStory story;
  std::string labels, tags;
  for (int i = 0; i < 300; ++i) labels += be32(0x00010040), tags += be16(7) + be16(0x8100);
  story.packet(ethernet(0x8847, labels));
  story.packet(ethernet(0x8100, tags));
  story.packet(ethernet(by_udp(37008, be16(0x0100) + be16(1) + std::string(400, '\0'))));
  EXPECT_EQ(story.count(PacketDrop::bad_header), 2u);
  EXPECT_EQ(story.count(PacketDrop::cut_short), 1u);
}

}  // namespace
}  // namespace denwaban::parse
