// SPDX-License-Identifier: GPL-3.0-or-later
// What packets show beside attempts: forgeries, the shapes of published attacks, the traffic as a whole.
#include <gmock/gmock.h>

#include <set>

#include "track/wire/crash_patterns.h"
#include "track/wire/sip_marks.h"
#include "track/wire_talk.h"

namespace denwaban::track {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using enum EventKind;

const End kPbx = end_at("10.0.0.1", 5060);
const End kPhone = end_at("192.0.2.9", 5062);
const End kStranger = end_at("203.0.113.7", 5060);

// --- forgeries

Forgery forgery_of(const std::string& request, std::string_view status = "404 Not Found") {
  Wire wire;
  wire.say(kStranger, kPbx, request);
  parse::SipMessage m;
  parse::parse_sip_message(request, m);
  std::string answer = "SIP/2.0 " + std::string(status) + "\r\n";
  for (const parse::SipHeader& h : m.headers())
    if (h.id != parse::SipHeaderName::content_length && h.id != parse::SipHeaderName::content_type)
      answer += std::string(h.name) + ": " + std::string(h.value) + "\r\n";
  wire.say(kPbx, kStranger, answer + "\r\n");
  wire.wait(Seconds(5));
  return wire.told.empty() ? Forgery::none : wire.told[0].event.forgery;
}

TEST(WireAttacks, AnswersSentElsewhereByMaddrAreAForgery) {
  Sip sip;
  sip.via = "SIP/2.0/UDP 203.0.113.7:5060;branch=z9hG4bK1;maddr=192.0.2.10";
  EXPECT_EQ(forgery_of(sip.request()), Forgery::redirected);
  sip.via = "SIP/2.0/UDP 203.0.113.7:5060;branch=z9hG4bK1;maddr=203.0.113.7";
  EXPECT_EQ(forgery_of(sip.request()), Forgery::none);
}

TEST(WireAttacks, LogLinesBehindTheHeadAreAForgery) {
  Sip sip;
  std::string head = sip.request();
  std::string line = "[Nov 21 20:04:32] NOTICE[22790] chan_sip.c: Registration from 'x' failed for '192.0.2.10'";
  EXPECT_EQ(forgery_of(head + line), Forgery::injected_line);
  EXPECT_EQ(forgery_of(head + "v=0\r\na=candidate [1]\r\n"), Forgery::none);
  sip.method = "MESSAGE";  // people may talk about a log
  EXPECT_EQ(forgery_of(sip.request() + line), Forgery::none);
}

TEST(WireAttacks, LineBreaksAndWordsOfTheLogInNamesAreAForgery) {
  Sip sip;
  sip.user = "100%0a[Nov 21] NOTICE[1]";
  EXPECT_EQ(forgery_of(sip.request()), Forgery::injected_line);
  sip = Sip{};
  sip.call_id = "' failed for '192.0.2.10:5060' (callid: x";
  EXPECT_EQ(forgery_of(sip.request()), Forgery::injected_line);
  sip = Sip{};
  sip.user = "o'brien";
  EXPECT_EQ(forgery_of(sip.request()), Forgery::none);
}

TEST(WireAttacks, ForgerOverAConnectionIsProven) {
  Wire wire;
  Sip sip;
  sip.via = "SIP/2.0/TCP 203.0.113.7:5060;branch=z9hG4bK1;maddr=192.0.2.10";
  wire.say(kStranger, kPbx, "", Datagram::Form::stream_begin, 7);
  wire.say(kStranger, kPbx, sip.request(), Datagram::Form::stream, 7);
  wire.say(kPbx, kStranger, sip.answer("404 Not Found"), Datagram::Form::stream, 7);
  ASSERT_EQ(wire.told.size(), 1u);
  EXPECT_EQ(wire.told[0].event.forgery, Forgery::redirected);
  EXPECT_EQ(wire.told[0].event.proof, AddressProof::connected);
  EXPECT_EQ(wire.told[0].event.address, kStranger.address);
}

// --- published attacks

// A message of this method with these headers, and all that telephones send.
std::string with(std::string_view method, std::string_view headers, std::string_view body = "") {
  std::string text = std::string(method) +
                     " sip:100@10.0.0.1 SIP/2.0\r\n"
                     "Via: SIP/2.0/UDP 192.0.2.9:5062;branch=z9hG4bK1;rport\r\nMax-Forwards: 70\r\n"
                     "From: \"A. Phone\" <sip:100@10.0.0.1>;tag=1\r\nTo: <sip:100@10.0.0.1>\r\nCall-ID: c1\r\n" +
                     std::string(headers);
  if (headers.find("CSeq:") == headers.npos) text += "CSeq: 1 " + std::string(method) + "\r\n";
  if (headers.find("Contact") == headers.npos) text += "Contact: <sip:100@192.0.2.9:5062>\r\n";
  if (headers.find("Content-Length:") == headers.npos)
    text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  return text + "\r\n" + std::string(body);
}

std::string_view advisory_of(const std::string& text) {
  parse::SipMessage m;
  if (parse::parse_sip_message(text, m) != parse::SipReading::request) return "not a request";
  const wire::CrashPattern* pattern = wire::find_crash_pattern(m);
  return pattern ? pattern->advisory : std::string_view();
}

TEST(CrashPatterns, EachIsRecognised) {
  auto sdp = [](std::string_view line) {
    return with("INVITE", "Content-Type: application/sdp\r\n",
                "v=0\r\no=- 1 1 IN IP4 192.0.2.9\r\ns=-\r\nc=IN IP4 192.0.2.9\r\nt=0 0\r\n"
                "m=audio 4000 RTP/AVP 0 101\r\n" + std::string(line));
  };
  std::string accepts;
  for (int i = 0; i < 40; ++i) accepts += "Accept: application/x" + std::to_string(i) + "\r\n";
  auto replaced = [](std::string text, std::string_view what, std::string_view by) {
    return text.replace(text.find(what), what.size(), by);
  };
  std::string branchless =
      replaced(with("OPTIONS", "CSeq: 1 " + std::string(200, 'A') + "\r\n"), ";branch=z9hG4bK1", "");
  std::string nul = replaced(with("MESSAGE", ""), "A. Phone", std::string_view("A\0Phone", 7));
  std::pair<std::string_view, std::string> cases[] = {
      {"AST-2009-005", with("OPTIONS", "CSeq: " + std::string(60, '9') + " OPTIONS\r\n")},
      {"AST-2011-009", with("INVITE", "Contact: sip:100@192.0.2.9>\r\n")},
      {"AST-2014-002", with("INVITE", "Session-Expires: abc\r\n")},
      {"AST-2016-004", with("REGISTER", "Contact: <sip:" + std::string(2'000, 'a') + "@192.0.2.9>\r\n")},
      {"AST-2016-009", with("OPTIONS", "Subject\x01: x\r\n")},
      {"AST-2017-002", branchless},
      {"AST-2017-003", with("INVITE", "Content-Type: multipart/mixed;boundary=abc\r\n", "nothing of the kind")},
      {"AST-2017-014", with("SUBSCRIBE", "X-Contact: none\r\n")},
      {"AST-2018-002", sdp("m=video 4002 RTP/AVP banana\r\n")},
      {"AST-2018-003", sdp("a=fmtp\r\n")},
      {"AST-2018-004", with("SUBSCRIBE", accepts)},
      {"GHSA-v428-g3cw-7hv9", with("INVITE", "Contact: <sip:100@.1>\r\n")},
      {"GHSA-2grh-7mhv-fcfw", nul},
      {"GHSA-589g-qgf8-m6mx", with("NOTIFY", "Content-Type: application/simple-message-summary\r\n",
                                   "Message-Account: sip:" + std::string(400, 'a') + "\r\n")},
  };
  for (const auto& [advisory, text] : cases) EXPECT_EQ(advisory_of(text), advisory);
}

TEST(CrashPatterns, WhatTelephonesSendIsNone) {
  std::string sdp =
      "v=0\r\no=- 1 1 IN IP4 192.0.2.9\r\ns=-\r\nc=IN IP4 192.0.2.9\r\nt=0 0\r\nm=audio 4000 RTP/SAVPF 0 8 101\r\n"
      "a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\nm=image 4002 udptl t38\r\nm=video 0 RTP/AVP 34 \r\n";
  std::string contact = "Contact: <sip:100@192.0.2.9:5062;transport=tcp;pn-provider=x;pn-prid=" + std::string(300, 'a') +
                        ">;expires=60, \"Old <one>\" <sip:100@192.0.2.10>;expires=0\r\n";
  EXPECT_EQ(advisory_of(with("INVITE", "Content-Type: application/sdp\r\nSession-Expires: 1800;refresher=uac\r\n", sdp)), "");
  EXPECT_EQ(advisory_of(with("REGISTER", contact)), "");
  EXPECT_EQ(advisory_of(with("REGISTER", "Contact: *\r\nExpires: 0\r\n")), "");
  EXPECT_EQ(advisory_of(with("SUBSCRIBE", "Accept: application/dialog-info+xml, application/pidf+xml\r\n")), "");
  EXPECT_EQ(advisory_of(with("INVITE", "Content-Type: multipart/mixed;boundary=abc\r\n",
                             "--abc\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n--abc--\r\n")), "");
  EXPECT_EQ(advisory_of(Sip{}.request()), "");
}

TEST(CrashPatterns, EachSaysWhereItIsFrom) {
  std::set<std::string_view> advisories;
  for (const wire::CrashPattern& pattern : wire::crash_patterns()) {
    EXPECT_TRUE(advisories.insert(pattern.advisory).second) << pattern.advisory;
    EXPECT_FALSE(pattern.module.empty() || pattern.fixed.empty() || pattern.shape.empty() || pattern.source.empty() ||
                 pattern.date.empty());
  }
}

TEST(WireAttacks, PublishedAttackIsToldAtOnceAndByItsAdvisory) {
  Wire wire;
  wire.say(kStranger, kPbx, with("INVITE", "Contact: <sip:100@.1>\r\n"));
  ASSERT_THAT(wire.kinds(), ElementsAre(malformed));
  EXPECT_EQ(wire.told[0].event.flaw, Flaw::crash_pattern);
  EXPECT_EQ(wire.told[0].extension, "GHSA-v428-g3cw-7hv9");
}

TEST(WireAttacks, BrokenRequestsAreToldByTheirKind) {
  Wire wire;
  Sip sip;
  wire.say(kStranger, kPbx, "REGISTER sip:10.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 203.0.113.7;branch=z9hG4bK9\r\n\r\n");
  wire.say(kPhone, kPbx, sip.request());
  wire.say(kPbx, kPhone, sip.answer("401 Unauthorized", "as12345678", challenge("0a1b2c3d")));
  wire.wait(Seconds(5));
  ASSERT_THAT(wire.kinds(), ElementsAre(challenge_sent, malformed));
  EXPECT_EQ(wire.told[1].event.flaw, Flaw::missing_header);
}

// --- traffic

TEST(WireTraffic, SumsUpEachInterval) {
  Wire wire;
  for (int i = 0; i < 30; ++i) {
    Sip sip = sip_call("c" + std::to_string(i), "z9hG4bK" + std::to_string(i));
    wire.say(kStranger, kPbx, sip.request());
    wire.say(kPbx, kStranger, sip.answer("401 Unauthorized", "as12345678", challenge("0a1b2c3d")));
  }
  Sip phone = sip_call("p", "z9hG4bKp");
  phone.user = "200";
  for (int i = 0; i < 2; ++i) wire.say(kPhone, kPbx, phone.request());
  wire.say(kPbx, kPhone, phone.answer("200 OK"));
  EXPECT_THAT(wire.traffic, IsEmpty());
  wire.wait(Seconds(10));
  ASSERT_EQ(wire.traffic.size(), 1u);
  const Traffic& t = wire.traffic[0];
  EXPECT_EQ(t.span, Seconds(10));
  EXPECT_EQ(t.of(Traffic::Part::register_), 32u);
  EXPECT_EQ(t.of(Traffic::Part::challenge), 30u);
  EXPECT_EQ(t.of(Traffic::Part::success), 1u);
  ASSERT_EQ(t.talkers.size(), 2u);
  EXPECT_EQ(t.talkers[0].address, kStranger.address);
  EXPECT_EQ(t.talkers[0].requests, 30u);
  EXPECT_EQ(t.talkers[0].welcome, 0u);
  EXPECT_EQ(t.talkers[1].welcome, 1u);
  EXPECT_EQ(t.targets[0].name, "100");
  EXPECT_EQ(t.targets[0].requests, 30u);
  wire.wait(Seconds(10));
  EXPECT_EQ(wire.traffic.size(), 1u);  // nothing was said since
}

TEST(WireTraffic, ManyMadeUpSourcesHideNoLoudOne) {
  Wire wire;
  for (uint32_t i = 0; i < 20'000; ++i) {
    Sip sip = sip_call("c" + std::to_string(i), "z9hG4bK" + std::to_string(i));
    bool loud = i % 20 == 0;
    wire.say(loud ? kStranger : End{IpAddress::v4(0x0a000000 + i * 7), 5060}, kPbx, sip.request());
  }
  wire.wait(Seconds(10));
  ASSERT_EQ(wire.traffic.size(), 1u);
  ASSERT_FALSE(wire.traffic[0].talkers.empty());
  const Traffic::Talker& loudest = wire.traffic[0].talkers[0];
  EXPECT_EQ(loudest.address, kStranger.address);
  EXPECT_LE(loudest.requests, 1'000u);
  EXPECT_GE(loudest.requests, 650u);
  for (const Traffic::Talker& talker : wire.traffic[0].talkers)
    EXPECT_TRUE(talker.address == kStranger.address || talker.requests < 10);
}

TEST(WireTraffic, PbxThatIsDownMakesNoScannersOfItsTelephones) {
  Wire wire;
  wire.say(kPhone, kPbx, Sip{}.request());
  wire.say(kPbx, kPhone, Sip{}.answer("401 Unauthorized", "as12345678", challenge("0a1b2c3d")));
  wire.told.clear();
  wire.wait(Seconds(300));
  for (int i = 0; i < 20; ++i) {
    Sip sip = sip_call("c" + std::to_string(i), "z9hG4bK" + std::to_string(i));
    sip.user = std::to_string(200 + i);
    wire.say(kPhone, kPbx, sip.request());
  }
  wire.wait(Seconds(60));
  EXPECT_THAT(wire.kinds(), IsEmpty());
}

TEST(WireTraffic, IsReadBackFromItsBytesAndNothingElseIs) {
  Traffic t;
  t.span = Seconds(10);
  t.of(Traffic::Part::bye) = 7;
  t.talkers = {{kPhone.address, 5060, 12, 3, AddressProof::returned}};
  t.targets = {{"100", 4, 1}};
  std::string bytes = t.bytes();
  auto read = Traffic::from_bytes(bytes);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->bytes(), bytes);
  EXPECT_EQ(read->talkers[0].proof, AddressProof::returned);
  for (size_t i = 0; i < bytes.size(); ++i) EXPECT_FALSE(Traffic::from_bytes(bytes.substr(0, i))) << i;
  EXPECT_FALSE(Traffic::from_bytes(bytes + "x"));
}

}  // namespace
}  // namespace denwaban::track
