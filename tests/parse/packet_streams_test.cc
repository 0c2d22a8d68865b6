// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>

#include "parse/packet_story.h"

namespace denwaban::parse {
namespace {

using namespace test;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr uint8_t kFin = 1, kSyn = 2, kRst = 4, kAck = 16;
constexpr const char* kClient = "192.0.2.7";
constexpr const char* kServer = "198.51.100.1";

// A client at port 9 with the first number 1000, a server at port 5038 with 9'000'000. Places count from the
// first byte.
class Call : public PacketStory {
 public:
  explicit Call(const DecoderLimits& limits = {}) : PacketStory(limits) {}
  uint32_t c0 = 1000, s0 = 9'000'000;

  void client(uint32_t at, std::string_view text, uint8_t flags = kAck, uint32_t acked = 0, size_t cut = 0) {
    send(kClient, kServer, {9, 5038, c0 + 1 + at, s0 + 1 + acked, flags}, text, cut);
  }
  void server(uint32_t at, std::string_view text, uint8_t flags = kAck, uint32_t acked = 0, size_t cut = 0) {
    send(kServer, kClient, {5038, 9, s0 + 1 + at, c0 + 1 + acked, flags}, text, cut);
  }
  void syn() { client(static_cast<uint32_t>(-1), "", kSyn); }
  void syn_ack() { server(static_cast<uint32_t>(-1), "", kSyn | kAck); }
  void handshake() {
    syn();
    syn_ack();
    client(0, "");
  }
  void send(const char* from, const char* to, const Tcp& header, std::string_view text, size_t cut = 0) {
    packet(ethernet(ipv4({from, to, 6}, tcp(header, text))), LinkType::ethernet, cut);
  }
};

TEST(Streams, BeginWithTheWholeHandshakeAndEndWithBothFins) {
  Call call;
  call.syn();
  call.syn_ack();
  EXPECT_THAT(call.told, IsEmpty());
  call.client(0, "");
  EXPECT_THAT(call.told, ElementsAre("9:<begin>"));
  EXPECT_EQ(call.last.from, ip(kClient));
  call.server(0, "hello");
  call.client(0, "login", kAck | kFin, 5);
  EXPECT_EQ(call.last.transport, Transport::tcp);
  call.server(5, "", kAck | kFin, 6);
  EXPECT_THAT(call.told, ElementsAre("9:<begin>", "5038:hello", "9:login", "<end>"));
  EXPECT_EQ(call.decoder.counters().connections, 1u);
}

TEST(Streams, BeginWithTheFirstBytesWhenTheyComeWithTheThirdPacket) {
  Call call;
  call.syn();
  call.syn_ack();
  call.client(0, "login");
  EXPECT_THAT(call.told, ElementsAre("9:<begin>", "9:login"));
}

TEST(Streams, HaveOneNumberForBothDirections) {
  Call call;
  call.handshake();
  call.server(0, "a");
  uint64_t number = call.last.connection;
  call.client(0, "b");
  EXPECT_EQ(call.last.connection, number);
  EXPECT_NE(number, 0u);
}

TEST(Streams, DoNotBeginForOneWhoDoesNotKnowTheServersNumber) {
  Call call;
  call.syn();
  call.syn_ack();
  call.send(kClient, kServer, {9, 5038, call.c0 + 1, 12345, kAck}, "forged");
  EXPECT_THAT(call.told, IsEmpty());
  EXPECT_EQ(call.count(PacketDrop::stream_outside), 1u);
  EXPECT_EQ(call.decoder.counters().connections, 0u);
}

TEST(Streams, DoNotBeginWithoutTheAnswerToTheSyn) {
  Call call;
  call.syn();
  call.client(0, "hi");
  EXPECT_THAT(call.told, ElementsAre("9:hi"));
}

TEST(Streams, AreReadFromTheMiddleWithoutABegin) {
  Call call;
  call.client(500, "from the middle");
  call.server(77, "answer");
  EXPECT_THAT(call.told, ElementsAre("9:from the middle", "5038:answer"));
}

TEST(Streams, AreInOrderAndSayEachByteOnce) {
  Call call;
  call.handshake();
  call.forget();
  call.client(6, "three");
  call.client(3, "two");
  EXPECT_THAT(call.told, IsEmpty());
  call.client(0, "one");
  call.client(0, "one");
  call.client(6, "three four");
  EXPECT_THAT(call.told, ElementsAre("9:one", "9:two", "9:three", "9: four"));
  EXPECT_EQ(call.count(PacketDrop::stream_repeated), 2u);
}

TEST(Streams, KeepTheFirstBytesForAPlace) {
  Call call;
  call.handshake();
  call.forget();
  call.client(3, "real");
  call.client(3, "evilmore");
  call.client(0, "one");
  EXPECT_THAT(call.told, ElementsAre("9:one", "9:real", "9:more"));
}

TEST(Streams, GoThroughTheEndOfTheNumbers) {
  Call call;
  call.c0 = 0xfffffffa;
  call.handshake();
  call.forget();
  call.client(0, "abc");
  call.client(6, "ghi");
  call.client(3, "def");
  EXPECT_THAT(call.told, ElementsAre("9:abc", "9:def", "9:ghi"));
}

TEST(Streams, TellAGapWhenTheReceiverHasWhatWeMissed) {
  Call call;
  call.handshake();
  call.forget();
  call.client(10, "later");
  call.server(0, "", kAck, 15);
  EXPECT_THAT(call.told, ElementsAre("9:<gap>", "9:later"));
  call.server(0, "", kAck, 40);
  call.client(40, "much later");
  EXPECT_THAT(call.told, ElementsAre("9:<gap>", "9:later", "9:<gap>", "9:much later"));
}

TEST(Streams, TellAGapWhereTheCaptureCutAPacket) {
  Call call;
  call.handshake();
  call.forget();
  call.client(0, "abcdef", kAck, 0, 2);
  call.client(6, "ghi");
  EXPECT_THAT(call.told, ElementsAre("9:abcd", "9:<gap>", "9:ghi"));
}

TEST(Streams, KeepNoMoreThanTheirShareOutOfOrder) {
  DecoderLimits limits;
  limits.out_of_order_each_max = 5000;
  Call call(limits);
  call.handshake();
  call.forget();
  for (uint32_t i = 1; i <= 10; ++i) call.client(i * 1000, std::string(1000, 'x'));
  ASSERT_THAT(call.told, Contains("9:<gap>"));
  EXPECT_EQ(call.count(PacketDrop::stream_gap), 1u);
  EXPECT_EQ(call.told.size(), 11u);
}

TEST(Streams, AreBoundedInBytesAllTogether) {
  DecoderLimits limits;
  limits.out_of_order_bytes_max = 20'000;
  Call call(limits);
  for (uint16_t port = 1; port <= 100; ++port) {
    call.send(kClient, kServer, {port, 5038, 1, 1, kAck}, "a");
    call.send(kClient, kServer, {port, 5038, 5000, 1, kAck}, std::string(1000, 'x'));
  }
  EXPECT_GE(call.count(PacketDrop::stream_gap), 80u);
}

TEST(Streams, EndByAResetWithTheRightNumberOnly) {
  Call call;
  call.handshake();
  call.client(0, "abc");
  call.forget();
  call.client(5000, "", kRst);
  EXPECT_THAT(call.told, IsEmpty());
  EXPECT_EQ(call.count(PacketDrop::stream_outside), 1u);
  call.server(0, "", kRst);
  EXPECT_THAT(call.told, ElementsAre("<end>"));
  call.client(3, "late");
  EXPECT_THAT(call.told, ElementsAre("<end>"));
}

TEST(Streams, GoOnBehindAClientsResetThatTheServerDidNotTake) {
  Call call;
  call.handshake();
  call.client(0, "abc");
  call.forget();
  call.client(3, "", kRst);
  call.client(3, "def");
  EXPECT_THAT(call.told, ElementsAre("9:def"));
  call.server(0, "", kRst);
  EXPECT_THAT(call.told, ElementsAre("9:def", "<end>"));
}

TEST(Streams, EndByAResetBehindAFin) {
  Call call;
  call.handshake();
  call.forget();
  call.client(0, "bye", kAck | kFin);
  call.client(4, "", kRst);
  EXPECT_THAT(call.told, ElementsAre("9:bye", "<end>"));
}

TEST(Streams, AreNotEndedByAForgedSyn) {
  Call call;
  call.handshake();
  call.client(0, "abc");
  call.forget();
  call.send(kClient, kServer, {9, 5038, 777, 0, kSyn}, "");
  call.client(3, "def");
  EXPECT_THAT(call.told, ElementsAre("9:def"));
}

TEST(Streams, BeginAgainWhenTheServerAnswersANewSyn) {
  Call call;
  call.handshake();
  call.client(0, "abc");
  call.forget();
  call.c0 = 500'000;
  call.s0 = 700'000;
  call.handshake();
  call.client(0, "new");
  EXPECT_THAT(call.told, ElementsAre("<end>", "9:<begin>", "9:new"));
}

TEST(Streams, EndWhenThereAreTooManyAndMadeUpOnesPushNoProvenOneOut) {
  DecoderLimits limits;
  limits.connections_max = 2;
  limits.unproven_connections_max = 3;
  Call call(limits);
  call.handshake();
  call.client(0, "proven");
  call.forget();
  for (uint16_t port = 100; port < 120; ++port)
    call.send("203.0.113.1", kServer, {port, 5038, 1, 0, kSyn}, "");
  EXPECT_EQ(call.count(PacketDrop::stream_evicted), 17u);
  call.client(6, " and alive");
  EXPECT_THAT(call.told, ElementsAre("9: and alive"));
}

TEST(Streams, EndWhenTheyAreSilentTooLong) {
  Call call;
  call.handshake();
  call.forget();
  call.now += std::chrono::hours(3);
  call.send(kClient, kServer, {10, 5038, 1, 0, kSyn}, "");
  EXPECT_THAT(call.told, ElementsAre("<end>"));
}

TEST(Streams, FindTheirPlaceAgainAfterALongLoss) {
  Call call;
  call.handshake();
  call.forget();
  for (uint32_t i = 0; i < 10; ++i) call.client(50'000'000 + i, "x");
  EXPECT_THAT(call.told, ElementsAre("9:<gap>", "9:x", "9:x", "9:x"));
  EXPECT_EQ(call.count(PacketDrop::stream_outside), 7u);
}

TEST(Streams, GiveWhatWaitedWhenTheCaptureEnds) {
  Call call;
  call.handshake();
  call.forget();
  call.client(3, "tail");
  call.finish();
  EXPECT_THAT(call.told, ElementsAre("9:<gap>", "9:tail", "<end>"));
}

TEST(Streams, ComeFromFragmentsToo) {
  Call call;
  call.handshake();
  call.forget();
  std::string segment = tcp({9, 5038, call.c0 + 1, call.s0 + 1, kAck}, "in two fragments");
  call.packet(ethernet(ipv4({kClient, kServer, 6, 7, 0, true}, segment.substr(0, 24))));
  call.packet(ethernet(ipv4({kClient, kServer, 6, 7, 24, false}, segment.substr(24))));
  EXPECT_THAT(call.told, ElementsAre("9:in two fragments"));
}

}  // namespace
}  // namespace denwaban::parse
