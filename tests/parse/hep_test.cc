// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/hep.h"

#include <gmock/gmock.h>

#include "hep_builder.h"

namespace denwaban::parse {
namespace {

using namespace test;
using ::testing::ElementsAre;

const Time kNow = from_epoch_ms(5'000'000);

TEST(Hep, ReadsWhatAsteriskSends) {
  HepMessage hep;
  std::string bytes = hep3({.key = "secret"}, "REGISTER sip:pbx SIP/2.0\r\n\r\n");
  ASSERT_EQ(read_hep(bytes, kNow, hep), HepReading::message);
  EXPECT_EQ(hep.datagram.from, ip("192.0.2.7"));
  EXPECT_EQ(hep.datagram.to, ip("198.51.100.1"));
  EXPECT_EQ(hep.datagram.from_port, 40001);
  EXPECT_EQ(hep.datagram.to_port, 5061);
  EXPECT_EQ(hep.datagram.transport, Transport::tcp);
  EXPECT_EQ(hep.datagram.form, Datagram::Form::message);
  EXPECT_EQ(hep.datagram.witness, Witness::hep);
  EXPECT_EQ(hep.datagram.time, from_epoch_ms(1'000'250));
  EXPECT_EQ(hep.datagram.payload, "REGISTER sip:pbx SIP/2.0\r\n\r\n");
  EXPECT_EQ(hep.key, "secret");
  EXPECT_EQ(hep.correlation, "call-id@pbx");
  EXPECT_EQ(hep.agent, 77u);
  EXPECT_EQ(hep.payload_type, HepMessage::kSip);
}

TEST(Hep, ReadsIpv6AndTls) {
  HepMessage hep;
  ASSERT_EQ(read_hep(hep3({"2001:db8::7", "2001:db8::1", 22}, "x"), kNow, hep), HepReading::message);
  EXPECT_EQ(hep.datagram.from, ip("2001:db8::7"));
  EXPECT_EQ(hep.datagram.transport, Transport::tls);
}

TEST(Hep, SkipsChunksThatItDoesNotKnow) {
  HepMessage hep;
  std::string chunks =
      chunk(4711, "new") + chunk(15, "of a vendor", 4) + hep3_chunks({}, "x") + chunk(18, be16(7));
  std::string bytes = hep3(chunks);
  ASSERT_EQ(read_hep(bytes, kNow, hep), HepReading::message);
  EXPECT_EQ(hep.datagram.payload, "x");
}

TEST(Hep, SaysWhyAMessageCannotBeUsed) {
  HepMessage hep;
  EXPECT_EQ(read_hep("", kNow, hep), HepReading::unknown);
  EXPECT_EQ(read_hep("OPTIONS sip:a SIP/2.0", kNow, hep), HepReading::unknown);
  EXPECT_EQ(read_hep(hep3(chunk(15, "x")), kNow, hep), HepReading::incomplete);
  EXPECT_EQ(read_hep(hep3(chunk(16, "x\234K")), kNow, hep), HepReading::compressed);
  EXPECT_EQ(read_hep(hep3({}, ""), kNow, hep), HepReading::no_payload);
  EXPECT_EQ(read_hep(hep3(chunk(7, "x")), kNow, hep), HepReading::damaged);
  EXPECT_EQ(read_hep(hep3(be16(0) + be16(15) + be16(500) + "x"), kNow, hep), HepReading::damaged);
  EXPECT_EQ(read_hep(hep3(be16(0) + be16(15) + be16(5) + "x"), kNow, hep), HepReading::damaged);
  EXPECT_EQ(read_hep("HEP3" + be16(100) + chunk(15, "x"), kNow, hep), HepReading::damaged);
}

TEST(Hep, ReadsVersionsOneAndTwo) {
  HepMessage hep;
  std::string head = std::string("\x10\x02\x11", 3) + be16(5071) + be16(5060) + bytes_of(ip("192.0.2.7")) +
                     bytes_of(ip("198.51.100.1"));
  std::string one = "\x01" + head + "one";
  ASSERT_EQ(read_hep(one, kNow, hep), HepReading::message);
  EXPECT_EQ(hep.datagram.payload, "one");
  EXPECT_EQ(hep.datagram.time, kNow);
  EXPECT_EQ(hep.datagram.transport, Transport::udp);
  std::string two = "\x02" + head + le32(1000) + le32(250'000) + le16(9) + be16(0) + "two";
  ASSERT_EQ(read_hep(two, kNow, hep), HepReading::message);
  EXPECT_EQ(hep.datagram.payload, "two");
  EXPECT_EQ(hep.datagram.from, ip("192.0.2.7"));
  EXPECT_EQ(hep.datagram.to_port, 5060);
  EXPECT_EQ(hep.datagram.time, from_epoch_ms(1'000'250));
  EXPECT_EQ(hep.agent, 9u);
  EXPECT_EQ(read_hep("\x02" + head + le32(1000), kNow, hep), HepReading::damaged);
}

TEST(Hep, ComparesKeys) {
  EXPECT_TRUE(same_key("secret", "secret"));
  EXPECT_FALSE(same_key("secret", "secreT"));
  EXPECT_FALSE(same_key("secret", "secretsecret"));
  EXPECT_FALSE(same_key("secret", ""));
  EXPECT_FALSE(same_key("", "x"));
  EXPECT_TRUE(same_key("", ""));
}

TEST(HepStream, CutsFramesWhateverTheSegments) {
  std::string bytes = hep3({}, "one") + hep3({}, "two") + hep3({}, "three");
  for (size_t piece : {size_t{1}, size_t{7}, size_t{100}, bytes.size()}) {
    HepStream stream;
    std::vector<std::string> payloads;
    for (size_t at = 0; at < bytes.size(); at += piece) {
      ASSERT_TRUE(stream.feed(std::string_view(bytes).substr(at, piece), [&](std::string_view frame) {
        HepMessage hep;
        EXPECT_EQ(read_hep(frame, kNow, hep), HepReading::message);
        payloads.emplace_back(hep.datagram.payload);
      }));
    }
    EXPECT_THAT(payloads, ElementsAre("one", "two", "three"));
    EXPECT_EQ(stream.kept(), 0u);
  }
}

TEST(HepStream, GivesUpOnWhatIsNoHep) {
  HepStream stream;
  auto nothing = [](std::string_view) { FAIL(); };
  EXPECT_FALSE(stream.feed("GET / HTTP/1.1", nothing));
  HepStream other;
  EXPECT_TRUE(other.feed("HE", nothing));
  EXPECT_FALSE(other.feed("LLO", nothing));
  HepStream third;
  EXPECT_FALSE(third.feed("HEP3" + be16(3), nothing));
}

}  // namespace
}  // namespace denwaban::parse
