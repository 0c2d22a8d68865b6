// SPDX-License-Identifier: GPL-3.0-or-later
// Recorded forgeries: 203.0.113.9 sent all of them; 192.0.2.10 and 192.0.2.11 did nothing.
#include <gmock/gmock.h>

#include <set>

#include "parse/log_reading.h"

namespace denwaban::parse {
namespace {

const std::string kSender = "203.0.113.9";
const std::set<std::string> kVictims = {"192.0.2.10", "192.0.2.11"};

// The tricks that one line cannot show: the datagram itself came from the victim's address, or asked for
// answers there.
bool is_spoofed_packet(std::string_view line) {
  for (const char* mark : {"T3", "T4", "T13"})
    if (line.find(std::string("callid: ") + mark) != line.npos ||
        line.find(std::string("\"") + mark) != line.npos)
      return true;
  return line.find("Service=\"SIP\"") != line.npos || line.find("Service=\\\"SIP\\\"") != line.npos ||
         line.find("'<sip:101@10.99.16.1>' failed for '192.0.2.10:5071'") != line.npos ||
         line.find("'<sip:101@10.99.16.1>' failed for '192.0.2.10:59745'") != line.npos;
}

// Each message carries its mark; "T16:31:50" is a time.
bool carries(std::string_view line, std::string_view mark) {
  size_t at = line.find(mark);
  while (at != line.npos && line.substr(at + mark.size()).starts_with(':')) at = line.find(mark, at + 1);
  return at != line.npos;
}

class Forgeries : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    text_ = read_test_file("forgeries/" + GetParam());
    events_ = read_log(text_);
    ASSERT_FALSE(events_.empty());
  }
  std::string_view line_of(const Event& event) const {
    return std::string_view(text_).substr(event.evidence.offset, event.evidence.length);
  }
  std::string text_;
  std::vector<Event> events_;
};

TEST_P(Forgeries, NoUntaintedEventNamesAVictim) {
  for (const Event& event : events_) {
    if (!kVictims.contains(event.address.to_string()) || event.tainted) continue;
    EXPECT_TRUE(is_spoofed_packet(line_of(event))) << line_of(event);
    EXPECT_EQ(event.proof, AddressProof::claimed) << line_of(event);
  }
}

TEST_P(Forgeries, EveryImitatingLineNamesItsSender) {
  for (const Event& event : events_) {
    for (const char* mark : {"T5", "T6", "T7", "T11", "T12", "T15", "T16", "T17"}) {
      if (!carries(line_of(event), mark)) continue;
      EXPECT_EQ(event.address.to_string(), kSender) << line_of(event);
    }
  }
}

// Who could hide behind an imitation would always write one.
TEST_P(Forgeries, ALineThatImitatesItselfCountsAsAClaimUnlessItsSenderStaysOpen) {
  for (const Event& event : events_) {
    std::string_view line = line_of(event);
    auto count = [&](std::string_view words) {
      size_t n = 0;
      for (size_t at = line.find(words); at != line.npos; at = line.find(words, at + 1)) ++n;
      return n;
    };
    bool notice = line.find("SecurityEvent") == line.npos;
    bool imitates = notice ? count("' failed for '") > 1 : count("RemoteAddress=") > 1;
    EXPECT_TRUE(!imitates || event.proof == AddressProof::claimed) << line;
    EXPECT_EQ(event.tainted, event.address.is_unspecified()) << line;
  }
}

TEST_P(Forgeries, NothingIsLost) {
  size_t lines = 0;
  for (size_t at = 0; (at = text_.find('\n', at)) != text_.npos; ++at) ++lines;
  size_t silent = 0;  // lines that tell of no failure
  for (const char* words : {"username mismatch", "Peer 'trunk'", "Cannot connect", "sip_xmit"})
    for (size_t at = text_.find(words); at != text_.npos; at = text_.find(words, at + 1)) ++silent;
  EXPECT_EQ(events_.size(), lines - silent);
}

std::vector<std::string> recordings() {
  std::vector<std::string> names;
  for (const char* version : {"a16", "a22"})
    for (const char* folder :
         {"addresses-and-digests", "auth-username-count", "display-names", "tcp-callid-ami"})
      for (const char* file : {"messages", "security", "security_json"})
        names.push_back(std::string(version) + "-" + folder + "." + file);
  return names;
}

INSTANTIATE_TEST_SUITE_P(Recorded, Forgeries, testing::ValuesIn(recordings()));

constexpr std::string_view kEvent =
    "[Nov 21 21:31:41] SECURITY[9] res_security_log.c: SecurityEvent=\"InvalidAccountID\","
    "EventTV=\"2026-11-21T21:31:41.218+0000\",Severity=\"Error\",Service=\"PJSIP\",EventVersion=\"1\",";

TEST(SecurityEventForgery, TheLastPairOfAddressesIsTrueWhereTheSenderWritesBeforeIt) {
  std::string text =
      std::string(kEvent) +
      "AccountID=\"7\",SessionID=\"\",LocalAddress=\"IPV4/UDP/127.0.0.1/5060\",RemoteAddress=\"IPV4/UDP/"
      "192.0.2.10/1111\"\",LocalAddress=\"IPV4/UDP/10.0.0.1/5060\",RemoteAddress=\"IPV4/UDP/203.0.113.9/"
      "5061\"\n";
  auto events = read_log(text);
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(sender_of(events[0]), "203.0.113.9:5061");
  EXPECT_FALSE(events[0].tainted);
  EXPECT_EQ(events[0].proof, AddressProof::claimed);
}

TEST(SecurityEventForgery, AStrayQuoteAloneIsNoContradiction) {
  std::string text =
      std::string(kEvent) +
      "AccountID=\"7\",SessionID=\"!@#$%^&   *(}((')[ -+\"++\",LocalAddress=\"IPV4/UDP/1.2.3.4/5060\","
      "RemoteAddress=\"IPV4/UDP/10.250.251.252/5061\"\n";
  auto events = read_log(text);
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(sender_of(events[0]), "10.250.251.252:5061");
  EXPECT_FALSE(events[0].tainted);
}

TEST(SecurityEventForgery, WhereTheSenderWritesOnBothSidesNobodyIsNamed) {
  std::string pair =
      "\",LocalAddress=\"IPV4/UDP/10.0.0.1/5060\",RemoteAddress=\"IPV4/UDP/192.0.2.10/"
      "5060\",Challenge=\"\",Response=\"";
  std::string text =
      "[Nov 21 21:31:41] SECURITY[9] res_security_log.c: SecurityEvent=\"ChallengeResponseFailed\","
      "EventTV=\"2026-11-21T21:31:41.218+0000\",Severity=\"Error\",Service=\"PJSIP\",EventVersion=\"1\","
      "AccountID=\"7\","
      "SessionID=\"x" +
      pair + pair + "\",ExpectedResponse=\"\"\n";
  auto events = read_log(text);
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(sender_of(events[0]), "");
  EXPECT_TRUE(events[0].tainted);
}

TEST(TextForgery, ARecordThatGoesOnInTheNextLineIsTainted) {
  std::string text =
      std::string(kEvent) +
      "AccountID=\"7\",SessionID=\"x\",LocalAddress=\"IPV4/UDP/10.0.0.1/5060\",RemoteAddress=\"IPV4/UDP/"
      "192.0.2.10/5060\"\n\",LocalAddress=\"IPV4/UDP/10.0.0.1/5060\",RemoteAddress=\"IPV4/UDP/203.0.113.9/"
      "5061\"\n";
  auto events = read_log(text);
  ASSERT_EQ(events.size(), 2u);
  EXPECT_TRUE(events[0].tainted);
  EXPECT_EQ(events[1].kind, EventKind::orphan_line);
}

// 203.0.113.9 sends, and wants 192.0.2.10 to have done it.
std::string sender_told_by(const std::string& name_addr, const std::string& call_id) {
  auto events = read_log(
      "[Nov 21 21:31:41] NOTICE[9] res_pjsip/pjsip_distributor.c: Request 'REGISTER' from '" + name_addr +
      "' failed for '203.0.113.9:5061' (callid: " + call_id + ") - No matching endpoint found\n");
  if (events.size() != 1) return "no single event";
  return sender_of(events[0]) + (events[0].tainted ? " tainted" : "");
}

TEST(NameAddrForgery, TheSenderStandsBehindTheUriAsItsGrammarReadsIt) {
  const std::string fake = "' failed for '192.0.2.10:5060' (callid: ", who = "203.0.113.9:5061";
  EXPECT_EQ(sender_told_by("<sip:200@pbx>", "x"), who);
  EXPECT_EQ(sender_told_by("<sip:200@pbx>", "x" + fake), who);
  EXPECT_EQ(sender_told_by("\"a" + fake + "\" <sip:200@pbx>", "x"), who);
  EXPECT_EQ(sender_told_by("\"a\\\"" + fake + "\" <sip:200@pbx>", "x" + fake), who);
  EXPECT_EQ(sender_told_by("<sip:200@pbx;x=\"" + fake + "\">", "x"), who);
  EXPECT_EQ(sender_told_by("<sip:200@pbx;x=\">" + fake + "\">", "x"), who);
}

TEST(NameAddrForgery, WhereTheGrammarDoesNotTellNobodyIsNamed) {
  const std::string fake = "' failed for '192.0.2.10:5060' (callid: ";
  EXPECT_EQ(sender_told_by("sip:200@pbx", fake), " tainted");
  EXPECT_EQ(sender_told_by("\"a" + fake + " <sip:200@pbx>", "x"), " tainted");
  EXPECT_EQ(sender_told_by("<sip:200@pbx" + fake, "x"), " tainted");
}

const std::string kFake =
    "[Nov 21 21:31:42] NOTICE[9] chan_sip.c: Registration from '<sip:1@pbx>' failed for '192.0.2.10:5060' - "
    "Wrong "
    "password\n";
const std::string kTrue =
    "[Nov 21 21:31:43] NOTICE[9] chan_sip.c: Registration from '<sip:1@pbx>' failed for '203.0.113.9:5060' - "
    "Wrong "
    "password\n";

TEST(TextForgery, WhatAPrintedPacketHoldsNamesNobodyAndWhatFollowsDoes) {
  std::string packet = "OPTIONS sip:pbx SIP/2.0\r\nVia: x\r\n\r\n" + kFake + kFake;
  std::string text = "[Nov 21 21:31:42] VERBOSE[7] res_pjsip_logger.c: <--- Received SIP request (" +
                     std::to_string(packet.size()) + " bytes) from UDP:203.0.113.9:5060 --->\n" + packet +
                     "\n" + kTrue;
  auto events = read_log(kTrue + text);
  ASSERT_EQ(events.size(), 4u);
  EXPECT_EQ(sender_of(events[0]), "203.0.113.9:5060");
  EXPECT_EQ(sender_of(events[1]), "");
  EXPECT_EQ(sender_of(events[2]), "");
  EXPECT_TRUE(events[1].tainted && events[2].tainted);
  EXPECT_EQ(sender_of(events[3]), "203.0.113.9:5060");
}

TEST(TextForgery, TheMarksAroundAPacketOfChanSipAreToldOf) {
  auto events =
      read_log("[Nov 21 21:31:42] VERBOSE[7] chan_sip.c: \n<--- SIP read from UDP:203.0.113.9:5060 --->\n" +
               kFake + "<------------->\n");
  ASSERT_EQ(events.size(), 3u);
  EXPECT_EQ(events[0].kind, EventKind::packet_print_begin);
  EXPECT_EQ(events[2].kind, EventKind::packet_print_end);
}

TEST(TextForgery, NoEndMarkExcusesARecordThatGoesOn) {
  for (const char* line : {"-- end of packet.", "<------------->", "<--- SIP read from UDP:1.2.3.4:5 --->"}) {
    auto events = read_log(kFake + line + "\n@pbx>' failed for '203.0.113.9:5060' - Wrong password\n");
    EXPECT_TRUE(events[0].tainted) << line;
  }
}

TEST(TextForgery, WhatAConsoleShowsOfCallsHoldsAgainstNobody) {
  auto events =
      read_log(kTrue + "    -- Executing [100@office:1] Dial(\"SIP/1\", \"SIP/2\") in new stack\n" + kTrue);
  ASSERT_EQ(events.size(), 2u);
  EXPECT_FALSE(events[0].tainted);
  events = read_log(kFake + "    -- 1@pbx>' failed for '203.0.113.9:5060' - Wrong password\n");
  EXPECT_TRUE(events[0].tainted);
}

}  // namespace
}  // namespace denwaban::parse
