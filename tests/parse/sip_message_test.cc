// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/sip_message.h"

#include <gtest/gtest.h>

#include "parse/sip_files.h"

namespace denwaban::parse {
namespace {

constexpr std::string_view kRegister =
    "REGISTER sip:192.0.2.1;transport=UDP SIP/2.0\r\n"
    "Via: SIP/2.0/UDP 198.51.100.7:5062;branch=z9hG4bK1;rport=40000;received=203.0.113.9\r\n"
    "Max-Forwards: 70\r\n"
    "From: \"Anna\" <sip:101@192.0.2.1>;tag=f1\r\n"
    "To: <sip:101@192.0.2.1>\r\n"
    "Call-ID: c1@198.51.100.7\r\n"
    "CSeq: 2 REGISTER\r\n"
    "Contact: <sip:101@198.51.100.7:5062;transport=udp;maddr=192.0.2.66;user=phone>;expires=60;q=0.5\r\n"
    "Authorization: Digest username=\"101\",realm=\"asterisk\",nonce=\"1a2b/3c==\",uri=\"sip:192.0.2.1\","
    "response=\"0123456789abcdef0123456789abcdef\",algorithm=MD5,cnonce=\"a\\\"b\",opaque=\"\",qop=auth,nc="
    "00000001\r\n"
    "User-Agent: phone/1.0\r\n"
    "Expires: 60\r\n"
    "X-Any: thing\r\n"
    "Content-Length: 0\r\n\r\n";

struct Sip : testing::Test {
  SipMessage& read(std::string_view bytes) {
    text = bytes;
    reading = parse_sip_message(text, message);
    return message;
  }
  // kRegister with one header's line replaced.
  SipMessage& read_with(std::string_view name, std::string_view line) {
    std::string bytes(kRegister);
    size_t at = bytes.find("\r\n" + std::string(name)) + 2;
    bytes.replace(at, bytes.find("\r\n", at) + 2 - at, line);
    return read(bytes);
  }
  bool has(Deviation deviation) const { return message.deviations.has(deviation); }
  std::string text;
  SipReading reading = SipReading::not_sip;
  SipMessage message;
};

TEST_F(Sip, ReadsARegisterInFull) {
  SipMessage& m = read(kRegister);
  EXPECT_EQ(reading, SipReading::request);
  EXPECT_EQ(names_of(m.deviations), "");
  EXPECT_EQ(m.method, SipMethod::register_);
  EXPECT_EQ(m.uri.host, "192.0.2.1");
  EXPECT_EQ(m.uri.transport, "UDP");
  ASSERT_EQ(m.vias().size(), 1u);
  EXPECT_EQ(m.vias()[0].host, "198.51.100.7");
  EXPECT_EQ(m.vias()[0].port, 5062);
  EXPECT_EQ(m.vias()[0].branch, "z9hG4bK1");
  EXPECT_EQ(m.vias()[0].rport, 40000);
  EXPECT_EQ(m.vias()[0].received, "203.0.113.9");
  EXPECT_EQ(m.max_forwards, 70u);
  EXPECT_EQ(m.from.display, "Anna");
  EXPECT_EQ(m.from.uri.user, "101");
  EXPECT_EQ(m.from.tag, "f1");
  EXPECT_EQ(m.to.tag, "");
  EXPECT_EQ(m.call_id, "c1@198.51.100.7");
  EXPECT_EQ(m.cseq.number, 2u);
  EXPECT_EQ(m.cseq.method, SipMethod::register_);
  const NameAddr& contact = m.contacts()[0];
  EXPECT_EQ(contact.uri.port, 5062);
  EXPECT_EQ(contact.uri.maddr, "192.0.2.66");
  EXPECT_EQ(contact.uri.user_type, "phone");
  EXPECT_EQ(contact.expires, "60");
  EXPECT_EQ(contact.q, "0.5");
  const Digest& digest = m.credentials()[0];
  EXPECT_TRUE(digest.digest);
  EXPECT_EQ(digest.kind, Digest::Kind::authorization);
  EXPECT_EQ(digest.username, "101");
  EXPECT_EQ(digest.realm, "asterisk");
  EXPECT_EQ(digest.nonce, "1a2b/3c==");
  EXPECT_EQ(digest.uri, "sip:192.0.2.1");
  EXPECT_EQ(digest.response, "0123456789abcdef0123456789abcdef");
  EXPECT_EQ(digest.algorithm, "MD5");
  EXPECT_EQ(digest.cnonce, "a\\\"b");
  EXPECT_EQ(digest.qop, "auth");
  EXPECT_EQ(digest.nc, "00000001");
  EXPECT_EQ(m.agent, "phone/1.0");
  EXPECT_EQ(m.expires, 60u);
  EXPECT_EQ(m.header_count, 12u);
  EXPECT_EQ(m.headers()[10].name, "X-Any");
  EXPECT_EQ(m.head.size(), kRegister.size());
}

TEST_F(Sip, NothingOfTheMessageBeforeIsLeft) {
  read(kRegister);
  SipMessage& m = read("OPTIONS sip:a@b SIP/2.0\r\n\r\n");
  EXPECT_EQ(m.from.uri.user, "");
  EXPECT_EQ(m.to.uri.host, "");
  EXPECT_EQ(m.cseq.number, 0u);
  EXPECT_TRUE(m.vias().empty() && m.contacts().empty() && m.credentials().empty() && m.headers().empty());
  EXPECT_EQ(m.agent, "");
  EXPECT_FALSE(m.expires || m.max_forwards || m.content_length);
  EXPECT_EQ(names_of(m.deviations),
            "missing_from missing_to missing_via missing_call_id missing_cseq missing_max_forwards");
}

TEST_F(Sip, ReadsAChallenge) {
  SipMessage& m = read(
      "SIP/2.0 401 Unauthorized\r\n"
      "v: SIP/2.0/UDP 198.51.100.7;branch=z9hG4bK1\r\n"
      "f: <sip:101@192.0.2.1>;tag=f1\r\nt: <sip:101@192.0.2.1>;tag=as3\r\ni: c1\r\nCSeq: 2 REGISTER\r\n"
      "WWW-Authenticate: Digest algorithm=MD5, realm=\"a, b\", nonce=\"77\", stale=true, domain=\"sip:x\"\r\n"
      "Server: Asterisk PBX 16.28.0\r\nl: 0\r\n\r\n");
  EXPECT_EQ(reading, SipReading::response);
  EXPECT_EQ(m.status, 401);
  EXPECT_EQ(m.reason, "Unauthorized");
  EXPECT_EQ(names_of(m.deviations), "");
  ASSERT_EQ(m.credentials().size(), 1u);
  EXPECT_TRUE(m.credentials()[0].is_challenge());
  EXPECT_EQ(m.credentials()[0].realm, "a, b");
  EXPECT_EQ(m.credentials()[0].nonce, "77");
  EXPECT_EQ(m.credentials()[0].stale, "true");
  EXPECT_EQ(m.agent, "Asterisk PBX 16.28.0");
}

TEST_F(Sip, WhatIsNotSipIsRefused) {
  for (std::string_view bytes : {"", "x", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "\x16\x03\x01\x02",
                                 "hello world\r\n", "SIP\r\n", "INVITE me HTTP/1.1\r\n\r\n"}) {
    read(bytes);
    EXPECT_EQ(reading, SipReading::not_sip) << bytes;
  }
  for (std::string_view bytes : {std::string_view("\r\n\r\n"), std::string_view("\0\0\0\0", 4)}) {
    read(bytes);
    EXPECT_EQ(reading, SipReading::keep_alive);
  }
}

TEST_F(Sip, AStartLineWithoutVersionIsStillARequest) {
  SipMessage& m = read("INVITE sip:900441@192.0.2.1\r\nTo: <sip:900441@192.0.2.1>\r\n\r\n");
  EXPECT_EQ(reading, SipReading::request);
  EXPECT_EQ(m.uri.user, "900441");
  EXPECT_TRUE(has(Deviation::bad_start_line));
}

TEST_F(Sip, EachDeviationOfALineIsNoted) {
  std::string feeds(kRegister);
  std::erase(feeds, '\r');
  read(feeds);
  EXPECT_EQ(names_of(message.deviations), "line_feed_only");
  EXPECT_EQ(message.from.tag, "f1");
  const std::pair<const char*, Deviation> kCases[] = {
      {"no colon here\r\n", Deviation::no_colon},
      {": nameless\r\n", Deviation::empty_header_name},
      {"B@d: x\r\n", Deviation::bad_header_name},
      {"X: a\rb\r\n", Deviation::bare_carriage_return},
      {"X: a\x01\r\n", Deviation::control_byte},
      {"X: \x7f\r\n", Deviation::control_byte},
      {"X: \xc3(\r\n", Deviation::bad_utf8},
      {"Expires: -1\r\n", Deviation::negative_number},
      {"Expires: 99999999999999999999999\r\n", Deviation::number_overflow},
      {"Call-ID: b\r\n", Deviation::repeated_header},
      {"Via: SIP/2.0/UDP a:99999;branch=z9hG4bK2\r\n", Deviation::bad_port},
      {"Contact: <sip:a b@c>\r\n", Deviation::spaces_in_uri},
      {"Contact: <sip:a%4@c>\r\n", Deviation::bad_escape},
      {"Contact: <sip:a@c\r\n", Deviation::unbalanced_bracket},
      {"Contact: \"a <sip:a@c>\r\n", Deviation::unterminated_quote},
      {"Contact: a\xc3\xa4 <sip:a@c>\r\n", Deviation::bad_display_name},
      {"Contact: <sip:a@c_/d>\r\n", Deviation::bad_host},
      {"Authorization: Digest username=\"a\"\r\n", Deviation::missing_digest_parameter},
      {"Authorization: Digest ,,x\r\n", Deviation::bad_digest},
      {"Authorization: Basic YQ==\r\n", Deviation::unknown_auth_scheme},
  };
  for (const auto& [line, deviation] : kCases) {
    read_with("Expires", line);
    EXPECT_TRUE(has(deviation)) << line << ": " << names_of(message.deviations);
    EXPECT_EQ(message.from.tag, "f1") << line;
  }
  read_with("Expires", std::string("X: a\0b\r\n", 8));
  EXPECT_TRUE(has(Deviation::nul_byte));
  read_with("Expires", "X: " + std::string(SipMessage::kLineLengthMax, 'a') + "\r\n");
  EXPECT_TRUE(has(Deviation::overlong_line));
  EXPECT_EQ(deviation_name(Deviation::body_excess), "body_excess");
}

TEST_F(Sip, HonestUtf8IsNoDeviation) {
  SipMessage& m =
      read_with("From", "From: \"J\xc3\xb6rg \xe9\x9b\xbb\xf0\x9f\x93\x9e\" <sip:101@192.0.2.1>;tag=f1\r\n");
  EXPECT_EQ(names_of(m.deviations), "");
}

TEST_F(Sip, MoreThanThereIsRoomForIsCounted) {
  std::string vias, headers;
  for (int i = 0; i < 20; ++i) vias += "Via: SIP/2.0/UDP a, SIP/2.0/UDP b\r\n";
  for (int i = 0; i < 500; ++i) headers += "X-" + std::to_string(i) + ": y\r\n";
  SipMessage& m = read_with(
      "Expires", vias + headers + "Contact: <sip:a@b>, <sip:c@d>,<sip:e@f>,<sip:g@h>,<sip:i@j>\r\n");
  EXPECT_EQ(m.via_count, 41u);
  EXPECT_EQ(m.vias().size(), SipMessage::kViasMax);
  EXPECT_EQ(m.header_count, 11u + 20 + 500 + 1);
  EXPECT_EQ(m.headers().size(), SipMessage::kHeadersMax);
  EXPECT_EQ(m.contact_count, 6u);
  EXPECT_TRUE(has(Deviation::too_many_headers) && has(Deviation::too_many_values));
  EXPECT_EQ(m.content_length, 0u);  // stands behind all of them
}

TEST_F(Sip, TelUrisAndPasswordsAndWithoutScheme) {
  DeviationSet none;
  SipUri tel = parse_sip_uri("tel:+1-201-555-0123;phone-context=example.com", none);
  EXPECT_EQ(tel.scheme, UriScheme::tel);
  EXPECT_EQ(tel.user, "+1-201-555-0123");
  SipUri both = parse_sip_uri("SIPS:alice:secret@[2001:db8::1]:5061;lr;transport=tls?Subject=x", none);
  EXPECT_EQ(both.scheme, UriScheme::sips);
  EXPECT_EQ(both.user, "alice");
  EXPECT_EQ(both.password, "secret");
  EXPECT_EQ(both.host, "2001:db8::1");
  EXPECT_EQ(both.port, 5061);
  EXPECT_TRUE(both.loose_route && both.ipv6);
  EXPECT_EQ(both.headers, "Subject=x");
  EXPECT_TRUE(none.empty()) << names_of(none);
  DeviationSet wrong;
  EXPECT_EQ(parse_sip_uri("100@192.0.2.1", wrong).user, "100");
  EXPECT_TRUE(wrong.has(Deviation::bad_uri));
  std::string user(100, 'u');
  EXPECT_EQ(parse_sip_uri("sip:" + user + "@h:5;a=b", none).port, 5);
}

TEST_F(Sip, DeviationsOfAttackersAreFoundInTheRecordingsAndPhonesHaveNone) {
  size_t clean = 0, sip = 0;
  for (const std::string& bytes : recorded_datagrams()) {
    read(bytes);
    if (reading > SipReading::response) continue;
    ++sip;
    clean += message.deviations.empty();
  }
  EXPECT_GT(sip, 300u);
  EXPECT_GT(clean, sip * 8 / 10);
}

}  // namespace
}  // namespace denwaban::parse
