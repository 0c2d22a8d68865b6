// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/packet_decoder.h"

#include <gmock/gmock.h>

#include "parse/packet_story.h"

namespace denwaban::parse {
namespace {

using namespace test;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr const char* kA = "192.0.2.7";
constexpr const char* kB = "198.51.100.1";

std::string hello() { return ipv4({kA, kB}, udp(5071, 5060, "hello")); }

TEST(PacketDecoder, OpensEveryLinkLayer) {
  PacketStory story;
  story.packet(ethernet(hello()));
  story.packet(std::string(14, '\0') + be16(0x0800) + hello(), LinkType::linux_cooked);
  story.packet(be16(0x0800) + std::string(18, '\0') + hello(), LinkType::linux_cooked_2);
  story.packet(hello(), LinkType::raw_ip);
  story.packet(le32(2) + hello(), LinkType::loopback);
  story.packet(be32(2) + hello(), LinkType::loopback);
  EXPECT_THAT(story.told, ElementsAre("hello", "hello", "hello", "hello", "hello", "hello"));
}

std::string cooked(uint32_t interface, const std::string& packet) {
  return be16(0x0800) + be16(0) + be32(interface) + std::string(12, '\0') + packet;
}

TEST(PacketDecoder, CountsADatagramOnceThatPassesTwoDevices) {
  PacketStory story;
  for (uint32_t interface : {2u, 5u, 6u}) story.packet(cooked(interface, hello()), LinkType::linux_cooked_2);
  EXPECT_THAT(story.told, ElementsAre("hello"));
  EXPECT_EQ(story.count(PacketDrop::seen_twice), 2u);
}

TEST(PacketDecoder, CountsWhatIsSentAgain) {
  PacketStory story;
  for (int times = 0; times < 3; ++times) {
    story.packet(cooked(2, hello()), LinkType::linux_cooked_2);
    story.packet(cooked(5, hello()), LinkType::linux_cooked_2);
  }
  EXPECT_THAT(story.told, ElementsAre("hello", "hello", "hello"));
}

TEST(PacketDecoder, TakesOthersWordsOnAnotherDeviceForTheirs) {
  PacketStory story;
  story.packet(cooked(2, hello()), LinkType::linux_cooked_2);
  story.packet(cooked(5, ipv4({kB, kA}, udp(5071, 5060, "hello"))), LinkType::linux_cooked_2);
  story.packet(cooked(5, ipv4({kA, kB}, udp(5071, 5060, "hellO"))), LinkType::linux_cooked_2);
  story.packet(cooked(5, ipv4({kA, kB, 17, 7}, udp(5071, 5060, "hello"))), LinkType::linux_cooked_2);
  EXPECT_THAT(story.told, ElementsAre("hello", "hello", "hellO", "hello"));
}

TEST(PacketDecoder, OpensVlanTagsOneInAnotherAndPppoe) {
  PacketStory story;
  std::string tag = be16(100);
  story.packet(ethernet(0x8100, tag + be16(0x0800) + hello()));
  story.packet(ethernet(0x88a8, tag + be16(0x8100) + tag + be16(0x0800) + hello()));
  story.packet(ethernet(0x8864, be32(0x11000001) + be16(35) + be16(0x0021) + hello()));
  EXPECT_THAT(story.told, ElementsAre("hello", "hello", "hello"));
}

TEST(PacketDecoder, LeavesOutPaddingAndIpOptions) {
  PacketStory story;
  story.packet(ethernet(hello() + std::string(18, '\0')));
  story.packet(ethernet(ipv4({kA, kB, 17, 0, 0, false, std::string(8, '\1')}, udp(1, 2, "x"))));
  EXPECT_THAT(story.told, ElementsAre("hello", "x"));
}

TEST(PacketDecoder, GoesThroughExtensionHeadersOfIpv6) {
  PacketStory story;
  std::string datagram = udp(5071, 5060, "six");
  std::string hop = std::string("\x3c\0\1\4\0\0\0\0", 8), destination = std::string("\x11\0\1\4\0\0\0\0", 8);
  story.packet(ethernet(ipv6("2001:db8::7", "2001:db8::1", 0, hop + destination + datagram)));
  EXPECT_THAT(story.told, ElementsAre("six"));
  EXPECT_EQ(story.last.from, ip("2001:db8::7"));
}

TEST(PacketDecoder, TakesNoIpv6PacketForAnIpv4One) {
  PacketStory story;
  story.packet(ethernet(0x86dd, be32(0x60000000) + be16(9) + "\x11\x40" + std::string(10, '\0') + "\xff\xff" +
                                    bytes_of(ip(kA)) + bytes_of(ip("2001:db8::1")) + udp(1, 2, "x")));
  EXPECT_THAT(story.told, IsEmpty());
  EXPECT_EQ(story.count(PacketDrop::bad_header), 1u);
}

TEST(PacketDecoder, CountsWhatItLeavesOutByReason) {
  PacketStory story;
  story.packet(ethernet(0x0806, std::string(28, '\0')));
  story.packet(ethernet(ipv4({kA, kB, 1}, "ping")));
  story.packet(ethernet(ipv4({kA, kB}, udp(1, 2, "x")).substr(0, 15)));
  story.packet(ethernet(ipv4({kA, kB}, be16(1) + be16(2) + be16(500) + be16(0))));
  EXPECT_THAT(story.told, IsEmpty());
  EXPECT_EQ(story.count(PacketDrop::not_ip), 1u);
  EXPECT_EQ(story.count(PacketDrop::other_protocol), 1u);
  EXPECT_EQ(story.count(PacketDrop::cut_short), 1u);
  EXPECT_EQ(story.count(PacketDrop::bad_header), 1u);
}

TEST(PacketDecoder, KeepsToThePortsThatWereAskedFor) {
  PacketStory story({}, {5060});
  story.packet(ethernet(ipv4({kA, kB}, udp(5060, 9, "from"))));
  story.packet(ethernet(ipv4({kA, kB}, udp(9, 5060, "to"))));
  story.packet(ethernet(ipv4({kA, kB}, udp(9, 53, "neither"))));
  EXPECT_THAT(story.told, ElementsAre("from", "to"));
  EXPECT_EQ(story.count(PacketDrop::other_port), 1u);
}

TEST(PacketDecoder, KnowsCapturesByTheirFirstBytes) {
  EXPECT_TRUE(looks_like_capture(pcap({})));
  EXPECT_TRUE(looks_like_capture(be32(0x0a0d0d0a) + le32(28) + le32(0x1a2b3c4d) + std::string(16, '\0')));
  EXPECT_FALSE(looks_like_capture("[Nov 22 01:00:00] NOTICE[1] chan_sip.c: hello"));
  EXPECT_FALSE(looks_like_capture("\n\r\r\n"));
}

// Fragments

struct Cut {
  std::string whole = udp(5071, 5060, "abcdefghijklmnopqrstuvwxyz");  // 34 bytes
  std::string part(uint16_t from, size_t length, uint16_t id = 1) const {
    return ethernet(ipv4({kA, kB, 17, id, from, from + length < whole.size()}, whole.substr(from, length)));
  }
};

TEST(Fragments, AreOneDatagramInWhateverOrder) {
  Cut cut;
  PacketStory story;
  for (uint16_t id = 1; id <= 2; ++id) {
    std::vector<std::string> parts = {cut.part(0, 8, id), cut.part(8, 16, id), cut.part(24, 16, id)};
    if (id == 2) std::swap(parts[0], parts[2]);
    for (const std::string& part : parts) story.packet(part);
  }
  EXPECT_THAT(story.told, ElementsAre("abcdefghijklmnopqrstuvwxyz", "abcdefghijklmnopqrstuvwxyz"));
}

TEST(Fragments, OfIpv6AreToo) {
  Cut cut;
  PacketStory story;
  auto part = [&](uint16_t from, size_t length) {
    return ethernet(
        ipv6("2001:db8::7", "2001:db8::1", 44,
             ipv6_fragment(17, from, from + length < cut.whole.size(), 99, cut.whole.substr(from, length))));
  };
  story.packet(part(16, 18));
  story.packet(part(0, 16));
  EXPECT_THAT(story.told, ElementsAre("abcdefghijklmnopqrstuvwxyz"));
}

TEST(Fragments, KeepTheFirstBytesForAPlace) {
  Cut cut;
  PacketStory story;
  story.packet(cut.part(0, 16));
  story.packet(ethernet(ipv4({kA, kB, 17, 1, 8, true}, std::string(16, '!'))));  // 8 of them are new
  story.packet(cut.part(24, 16));
  EXPECT_THAT(story.told, ElementsAre("abcdefgh!!!!!!!!qrstuvwxyz"));
  EXPECT_EQ(story.count(PacketDrop::fragment_overlap), 1u);
}

TEST(Fragments, ThatCannotBeArePutAside) {
  Cut cut;
  PacketStory story;
  story.packet(ethernet(ipv4({kA, kB, 17, 1, 65528, false}, std::string(100, 'x'))));  // beyond 65,535
  story.packet(ethernet(ipv4({kA, kB, 17, 1, 0, true}, std::string(9, 'x'))));         // no multiple of eight
  story.packet(cut.part(24, 16));
  story.packet(ethernet(ipv4({kA, kB, 17, 1, 40, false}, "another end")));
  EXPECT_EQ(story.count(PacketDrop::bad_fragment), 3u);
}

TEST(Fragments, WaitNoLongerThanTheLimit) {
  Cut cut;
  PacketStory story;
  story.packet(cut.part(0, 24));
  story.now += Seconds(31);
  story.packet(cut.part(24, 16));
  EXPECT_THAT(story.told, IsEmpty());
  EXPECT_EQ(story.count(PacketDrop::fragment_timeout), 1u);
}

TEST(Fragments, LeaveForNewerOnesWhenThereAreTooMany) {
  Cut cut;
  DecoderLimits limits;
  limits.fragmented_max = 4;
  PacketStory story(limits);
  for (uint16_t id = 1; id <= 6; ++id) story.packet(cut.part(0, 24, id));
  EXPECT_EQ(story.count(PacketDrop::fragment_evicted), 2u);
  story.packet(cut.part(24, 16, 1));
  EXPECT_THAT(story.told, IsEmpty());
  story.packet(cut.part(24, 16, 6));
  EXPECT_EQ(story.told.size(), 1u);
}

TEST(Fragments, AreBoundedInBytes) {
  DecoderLimits limits;
  limits.fragment_bytes_max = 10'000;
  PacketStory story(limits);
  for (uint16_t id = 1; id <= 100; ++id)
    story.packet(ethernet(ipv4({kA, kB, 17, id, 0, true}, std::string(1000, 'x'))));
  EXPECT_GE(story.count(PacketDrop::fragment_evicted), 90u);
}

}  // namespace
}  // namespace denwaban::parse
