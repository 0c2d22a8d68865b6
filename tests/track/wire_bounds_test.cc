// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <random>

#include "track/wire_talk.h"

namespace denwaban::track {
namespace {

const End kPbx = end_at("10.0.0.1", 5060);

WireOptions small() {
  WireOptions options = Wire::with_pbx();
  options.transactions_max = options.nonces_max = options.calls_max = 512;
  options.connections_max = 64;
  return options;
}

// As many sources as a spray has, each with a request that the PBX challenges.
TEST(WireBounds, ASprayOfForgedSourcesIsBoundedAndPushesOutNoProvenPhone) {
  Wire wire(small());
  End phone = end_at("192.0.2.9", 5062);
  Sip first = sip_call("phone", "z9hG4bKphone");
  wire.say(phone, kPbx, first.request());
  wire.say(kPbx, phone, first.answer("401 Unauthorized", "as12345678", challenge("0a1b2c3d")));
  Sip second = first.with_nonce("0a1b2c3d");
  wire.say(phone, kPbx, second.request());
  size_t most = 0;
  for (uint32_t i = 0; i < 50'000; ++i) {
    End forged{IpAddress::v4(0x50000000u + i * 7919), static_cast<uint16_t>(1024 + i % 60'000)};
    Sip sip = sip_call("spray" + std::to_string(i), "z9hG4bK" + std::to_string(i));
    wire.say(forged, kPbx, sip.request());
    char nonce[9];
    std::snprintf(nonce, sizeof nonce, "%08x", i);
    wire.say(kPbx, forged, sip.answer("401 Unauthorized", "as12345678", challenge(nonce)));
    if (i % 1'000 == 0) most = std::max(most, wire.tracker.bytes());
    wire.told.clear();
  }
  EXPECT_LT(most, 2'000'000u);
  wire.say(kPbx, phone, second.answer("200 OK"));
  ASSERT_EQ(wire.told.size(), 1u);
  EXPECT_EQ(wire.told[0].kind, EventKind::auth_succeeded);
  EXPECT_EQ(wire.told[0].event.proof, AddressProof::returned);
  // The nonce that came back is remembered too.
  Sip third = first.with_nonce("0a1b2c3d");
  third.cseq = 9;
  wire.told.clear();
  wire.say(phone, kPbx, third.request());
  wire.say(kPbx, phone, third.answer("403 Forbidden"));
  ASSERT_EQ(wire.told.size(), 1u);
  EXPECT_EQ(wire.told[0].event.proof, AddressProof::returned);
}

TEST(WireBounds, AnyBytesInAnyFormAreSurvivedWithinTheBounds) {
  Wire wire(small());
  std::mt19937 engine(1);
  auto random = [&] { return static_cast<uint32_t>(engine()); };
  const uint16_t ports[] = {5060, 4569, 5038, 8088, 5061, 1234};
  std::string seeds[] = {Sip{}.request(), Sip{}.answer("401 X", "as12345678", challenge("0a1b2c3d")),
                         "Action: Login\r\nUsername: a\r\nSecret: b\r\n\r\n", "GET /ari/x HTTP/1.1\r\n\r\n",
                         std::string("\xbd\x99\x00\x00\x00\x00\x00\x03\x00\x00\x06\x0d\x06\x08iaxphone", 22)};
  for (int i = 0; i < 30'000; ++i) {
    std::string text = seeds[random() % 5];
    for (unsigned flips = random() % 4; flips > 0; --flips)
      text[random() % text.size()] = static_cast<char>(random());
    End other{IpAddress::v4(0xcb007100u + random() % 200),
              static_cast<uint16_t>(random() % 3 ? 5060 : random())};
    End pbx{kPbx.address, ports[random() % 6]};
    auto form = static_cast<Datagram::Form>(random() % 6);
    bool inbound = random() % 2;
    bool stream = form != Datagram::Form::packet && form != Datagram::Form::message;
    wire.say(inbound ? other : pbx, inbound ? pbx : other, text, form, stream ? 1 + random() % 300 : 0);
    wire.now += Milliseconds(random() % 50);
    wire.told.clear();
  }
  wire.wait(Seconds(3600));
  EXPECT_LT(wire.tracker.bytes(), 64u * 40'000 + 2'000'000);
}

TEST(WireBounds, TimesThatGoBackDoNoHarm) {
  Wire wire;
  for (int i = 0; i < 100; ++i) {
    wire.now += Milliseconds(i % 2 ? 3'600'000 : -3'500'000);
    Sip sip = sip_call("c" + std::to_string(i), "z9hG4bK" + std::to_string(i));
    wire.say(end_at("203.0.113.7", 5060), kPbx, sip.request());
    wire.say(kPbx, end_at("203.0.113.7", 5060), sip.answer("404 Not Found"));
  }
  EXPECT_EQ(wire.told.size(), 100u);
}

}  // namespace
}  // namespace denwaban::track
