// SPDX-License-Identifier: GPL-3.0-or-later
// What spans lines: pieces, marks, trust, dates.
#include <gmock/gmock.h>

#include "parse/log_reading.h"

namespace denwaban::parse {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;

const std::string kNotice =
    "chan_sip.c: Registration from '<sip:103@pbx>' failed for '192.0.2.40:5060' - Wrong password";

std::string ami_event(const std::string& lwp) {
  return "[Nov 21 20:04:09] SECURITY[" + lwp +
         "] res_security_log.c: "
         "SecurityEvent=\"InvalidPassword\",EventTV=\"2026-11-21T20:04:09.739+0000\",Severity="
         "\"Error\",Service=\"AMI\",EventVersion=\"2\",AccountID=\"admin\",SessionID=\"0x7f\",LocalAddress="
         "\"IPV4/TCP/"
         "0.0.0.0/5038\",RemoteAddress=\"IPV4/TCP/203.0.113.66/"
         "35348\",SessionTV=\"1970-01-01T00:00:00.000+0000\"\n";
}

TEST(LogStream, PiecesOfAnySizeTellTheSame) {
  std::string text =
      read_test_file("runs/a16-default.messages") + read_test_file("runs/a16-default.security");
  auto whole = read_log(text);
  for (size_t piece : {size_t{1}, size_t{7}, size_t{130}, size_t{4096}}) {
    LogParser parser(7, {TimeZone(), 2026});
    std::vector<Event> events;
    size_t begin = 0;
    for (size_t end = 0; end < text.size();) {
      end = std::min(end + piece, text.size());
      begin += parser.parse(std::string_view(text).substr(begin, end - begin), begin, events);
    }
    parser.finish(std::string_view(text).substr(begin), begin, events);
    ASSERT_EQ(events.size(), whole.size()) << piece;
    for (size_t i = 0; i < events.size(); ++i) {
      EXPECT_EQ(events[i].evidence, whole[i].evidence);
      EXPECT_EQ(events[i].address, whole[i].address);
      EXPECT_EQ(events[i].time, whole[i].time);
    }
  }
}

TEST(LogStream, LineBreaksAreCountedByBlocks) {
  constexpr size_t kBlock = LogParser::kBlock;
  std::string text(2 * kBlock + 100, 'x');
  for (size_t at : {size_t{0}, kBlock - 1, kBlock, 2 * kBlock, 2 * kBlock + 50}) text[at] = '\n';
  LogParser parser(7, {TimeZone(), 2026});
  std::vector<Event> events;
  parser.parse(text, 0, events);
  EXPECT_THAT(parser.line_breaks(), ElementsAre(2, 1, 2));
  parser.parse("\n", text.size(), events);
  EXPECT_THAT(parser.line_breaks(), ElementsAre(1));
}

TEST(LogStream, TheLastLineNeedsNoLineBreak) {
  EXPECT_EQ(read_log("[Nov 21 20:03:48] NOTICE[1] " + kNotice).size(), 1u);
}

TEST(LogStream, ALineOfAnyLengthIsTakenOnce) {
  std::string text = "[Nov 21 20:03:48] NOTICE[1] chan_sip.c: Registration from '" +
                     std::string(300'000, 'x') + "\n" + "[Nov 21 20:03:48] NOTICE[1] " + kNotice + "\n";
  LogParser parser(7, {TimeZone(), 2026});
  std::vector<Event> events;
  size_t begin = 0;
  for (size_t end = 0; end < text.size();) {
    end = std::min(end + 50'000, text.size());
    begin += parser.parse(std::string_view(text).substr(begin, end - begin), begin, events);
    EXPECT_LE(end - begin, LogParser::kLineLengthMax);
  }
  EXPECT_EQ(parser.counts().lines, 2u);
  EXPECT_THAT(events, ElementsAre(Field(&Event::kind, EventKind::broken_line),
                                  Field(&Event::kind, EventKind::auth_failed)));
}

TEST(LogStream, LineEndsOfOtherSystemsAndStrayBytesDoNoHarm) {
  std::string line = "[Nov 21 20:03:48] NOTICE[1] " + kNotice + "\r\n";
  auto events = read_log(line + line);
  ASSERT_EQ(events.size(), 2u);
  EXPECT_FALSE(events[1].tainted);
  std::string odd = std::string("\0\xff\xfe[\n", 5) + "[Nov 21 20:03:48] NOTICE[1] " + kNotice + "\n";
  EXPECT_EQ(read_log(odd).size(), 1u);
}

TEST(LogStream, ALineThatAloneEndsWithCarriageReturnCameFromAPacket) {
  std::string line = "[Nov 21 20:03:48] NOTICE[1] " + kNotice;
  auto events = read_log(line + "\n" + line + "\r\n");
  ASSERT_EQ(events.size(), 2u);
  EXPECT_FALSE(events[0].tainted);
  EXPECT_TRUE(events[1].tainted);
}

TEST(LogStream, APrintedPacketStandsBetweenMarks) {
  std::string text =
      "[Nov 21 20:04:41] ERROR[2] pjproject: \t sip_endpoint.c Error processing packet from "
      "198.51.100.130:33102: Missing "
      "required header(s) (PJSIP_EMISSINGHDR)  CSeq [code 171050]:\nREGISTER sip:x SIP/2.0\r\n\r\n"
      "[Nov 21 20:04:41] NOTICE[4] " +
      kNotice + "\n\n-- end of packet.\n";
  using K = EventKind;
  EXPECT_THAT(read_log(text),
              ElementsAre(Field(&Event::kind, K::malformed), Field(&Event::kind, K::packet_print_begin),
                          Field(&Event::kind, K::orphan_line), Field(&Event::kind, K::auth_failed),
                          Field(&Event::kind, K::packet_print_end)));
}

TEST(LogStream, AnInjectedLineBreakLeavesABrokenLineAndAnOrphan) {
  std::string text =
      "[Nov 21 20:04:37] NOTICE[2][C-3c] chan_sip.c: Call from '' (198.51.100.130:55642) to extension '1\n"
      "[Nov 21 20:04:37] NOTICE[4242] " +
      kNotice + "\n' rejected because extension not found in context 'guest'.\n";
  auto events = read_log(text);
  using K = EventKind;
  ASSERT_THAT(events, ElementsAre(Field(&Event::kind, K::call_rejected), Field(&Event::kind, K::broken_line),
                                  Field(&Event::kind, K::auth_failed), Field(&Event::kind, K::orphan_line)));
  EXPECT_EQ(sender_of(events[0]), "198.51.100.130:55642");
  EXPECT_TRUE(events[0].tainted);
  EXPECT_TRUE(events[2].tainted);
}

TEST(LogStream, OrdinaryContinuationsAreNoOrphans) {
  EXPECT_THAT(
      read_log("[Nov 21 20:04:41] WARNING[2] chan_sip.c: Retransmission timeout reached\nPacket timed out\n"),
      IsEmpty());
}

TEST(LogTrust, AStreamOfSecurityLinesAloneProvesConnections) {
  auto text = ami_event("7") + ami_event("7");
  auto events = read_log("[Nov 21 20:04:00] Asterisk 22.10.1 built by nobody @ x\n" + text);
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[1].proof, AddressProof::connected);
  EXPECT_EQ(to_rfc3339(events[1].time), "2026-11-21T20:04:09.739Z");
}

TEST(LogTrust, AnotherLevelOrAnotherThreadTakesTheProofAway) {
  auto mixed = "[Nov 21 20:04:09] NOTICE[1] x.c: y\n" + ami_event("7");
  EXPECT_EQ(read_log(mixed).at(0).proof, AddressProof::claimed);
  auto forged = ami_event("7") + ami_event("4242");
  EXPECT_EQ(read_log(forged).at(1).proof, AddressProof::claimed);
  auto syslog =
      "<133>Nov 21 20:04:09 asterisk[1]: SECURITY[7]: res_security_log.c:114 in cb: " +
      ami_event("7").substr(std::string("[Nov 21 20:04:09] SECURITY[7] res_security_log.c: ").size());
  EXPECT_EQ(read_log(syslog).at(0).proof, AddressProof::claimed);
  EXPECT_EQ(read_log(syslog).at(0).witness, Witness::syslog);
}

TEST(LogTrust, AParserThatGoesOnKnowsWhatWentBefore) {
  std::string text = ami_event("7");
  LogParser first(7, {TimeZone(), 2026}), second(7, {TimeZone(), 1970});
  std::vector<Event> events;
  first.parse("[Dec 31 20:04:09] NOTICE[1] x.c: y\n", 0, events);
  second.resume(first.state());
  second.parse(text, 100, events);
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].proof, AddressProof::claimed);
  EXPECT_EQ(to_rfc3339(events[0].time).substr(0, 4), "2026");
}

Time time_of(const std::string& head) {
  std::string text = head + kNotice + "\n";
  auto events = read_log(text);
  return events.size() == 1 ? events[0].time : Time{};
}

TEST(LogHead, ReadsEveryFormatThatLoggersWrite) {
  Time expected = parse_rfc3339("2026-11-21T20:03:48Z").value();
  for (const char* head :
       {"[Nov 21 20:03:48] NOTICE[1] ", "[2026-11-21 20:03:48] NOTICE[1][C-0000003c] ",
        "[2026-11-21 20:03:48.000] NOTICE[1] ", "[2026-11-21T20:03:48.000Z] NOTICE[1] ",
        "[2026-11-22T05:03:48.000+0900] NOTICE[1] ", "[11-21 20:03:48] NOTICE[1] ",
        "[11/21 20:03:48] NOTICE[1] ", "[Sat Nov 21 20:03:48 2026] NOTICE[1] ", "[1795291428] NOTICE[1] ",
        "Nov 21 20:03:48 NOTICE[1] ", "\x1b[0m[Nov 21 20:03:48] \x1b[1;33mNOTICE\x1b[0m[1] ",
        "<133>Nov 21 20:03:48 asterisk[9]: NOTICE[1] ", "Nov 21 20:03:48 pbx asterisk[9]: NOTICE[1] ",
        "2026-11-21T20:03:48.000000+00:00 pbx asterisk[9]: NOTICE[1] ",
        "<133>1 2026-11-21T20:03:48.000Z pbx asterisk 9 - - NOTICE[1] ",
        "Nov 21 23:59:59 pbx asterisk[9]: [Nov 21 20:03:48] NOTICE[1] "})
    EXPECT_EQ(time_of(head), expected) << head;
}

TEST(LogHead, PlainAndSyslogFormatsNameFileLineAndFunction) {
  std::string text = kNotice.substr(std::string("chan_sip.c: ").size());
  for (const char* head :
       {"[Nov 21 20:03:48] NOTICE[1]: chan_sip.c:29062 handle_request_register: ",
        "[Nov 21 20:03:48] NOTICE[1][C-00000001]: chan_sip.c:29062 in handle_request_register: ",
        "[Nov 21 20:03:48] \x1b[1;33mNOTICE\x1b[0m[1]: \x1b[1;37mchan_sip.c\x1b[0m:\x1b[1;37m2\x1b[0m "
        "\x1b[1;37mhandle\x1b[0m: "})
    EXPECT_EQ(read_log(head + text + "\n").size(), 1u) << head;
}

TEST(LogDates, NewYearCountsOnAndAForgedMonthDoesNotStay) {
  std::string text = "[Dec 31 23:59:59] NOTICE[1] " + kNotice + "\n[Jan  1 00:00:01] NOTICE[1] " + kNotice +
                     "\n[Dec 31 23:59:59] NOTICE[1] " + kNotice + "\n";
  auto events = read_log(text);
  ASSERT_EQ(events.size(), 3u);
  EXPECT_EQ(to_rfc3339(events[0].time), "2026-12-31T23:59:59.000Z");
  EXPECT_EQ(to_rfc3339(events[1].time), "2027-01-01T00:00:01.000Z");
  EXPECT_EQ(to_rfc3339(events[2].time), "2026-12-31T23:59:59.000Z");
}

TEST(LogJson, ReadsTheMessageAndPointsIntoTheLine) {
  std::string text =
      R"({"hostname":"","timestamp":"Nov 21 20:04:37","identifiers":{"lwp":2,"callid":"[C-3c]"},"logmsg":{"location":{"filename":"chan_sip.c","function":"f","line":1},"level":"NOTICE","message":"Call from '' (198.51.100.130:55642) to extension '1\n[Nov 21 20:04:37] NOTICE[4] x' rejected because extension not found in context 'guest'.\n"}})"
      "\n";
  auto events = read_log(text);
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(sender_of(events[0]), "198.51.100.130:55642");
  EXPECT_EQ(events[0].witness, Witness::json_log);
  EXPECT_EQ(events[0].extension, "1\\n[Nov 21 20:04:37] NOTICE[4] x");
  EXPECT_FALSE(events[0].tainted);
}

}  // namespace
}  // namespace denwaban::parse
