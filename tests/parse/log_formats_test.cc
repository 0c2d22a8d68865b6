// SPDX-License-Identifier: GPL-3.0-or-later
// Dates and wrappers of logs as real systems have them: each line tells of the same failure at the same
// moment.
#include <gmock/gmock.h>

#include <functional>

#include "parse/log/zone_names.h"
#include "parse/log_reading.h"
#include "parse/recognise.h"

namespace denwaban::parse {
namespace {

const std::string kText =
    "Registration from '<sip:103@10.99.16.1>' failed for '203.0.113.9:56894' - Wrong password";
const std::string kDefault = " NOTICE[22821] chan_sip.c: " + kText;
const std::string kPlain = " NOTICE[22821]: chan_sip.c:28926 handle_request_register: " + kText;
const std::string kSyslog = "NOTICE[22821]: chan_sip.c:28926 in handle_request_register: " + kText;

std::vector<Event> read_with(const LogClock& clock, std::string_view text) {
  LogParser parser(7, clock);
  std::vector<Event> events;
  size_t taken = parser.parse(text, 0, events);
  parser.finish(text.substr(taken), taken, events);
  return events;
}

// "2026-11-21T20:03:48.000Z", or what is wrong.
std::string told_by(const std::string& line, const LogClock& clock = {TimeZone(), 2026}) {
  if (recognise(line).kind == InputKind::unknown) return "not recognised";
  std::vector<Event> events = read_with(clock, line);
  if (events.size() != 1) return std::to_string(events.size()) + " events";
  if (sender_of(events[0]) != "203.0.113.9:56894" || events[0].account != "103") return "another sender";
  if (events[0].tainted) return "tainted";
  return to_rfc3339(events[0].time);
}

struct Case {
  const char* what;
  std::string line;
};

TEST(LogFormats, DatesThatTellAllOfTheDay) {
  const Case cases[] = {{"%b %e %T", "[Nov 21 20:03:48]"},
                        {"%B %e %T", "[November 21 20:03:48]"},
                        {"%b %e %Y %T", "[Nov 21 2026 20:03:48]"},
                        {"%a %b %e %T %Y", "[Sat Nov 21 20:03:48 2026]"},
                        {"%a %b %e %T %Z %Y", "[Sat Nov 21 21:03:48 CET 2026]"},
                        {"%b %d %I:%M:%S %p", "[Nov 21 08:03:48 PM]"},
                        {"%d %b %T", "[21 Nov 20:03:48]"},
                        {"%d %b %Y %T", "[21 Nov 2026 20:03:48]"},
                        {"%d %B %Y %T", "[21 November 2026 20:03:48]"},
                        {"%d-%b-%Y %T", "[21-Nov-2026 20:03:48]"},
                        {"%d/%b/%Y:%T %z", "[21/Nov/2026:15:03:48 -0500]"},
                        {"%F %T", "[2026-11-21 20:03:48]"},
                        {"%F %T,%3q", "[2026-11-21 20:03:48,000]"},
                        {"%FT%T%z", "[2026-11-21T21:03:48+01:00]"},
                        {"%F %T -03", "[2026-11-21 17:03:48 -03]"},
                        {"%F %T %Z", "[2026-11-21 21:03:48 CET]"},
                        {"%F %T %Z", "[2026-11-21 15:03:48 EST]"},
                        {"%F %T %Z, of several zones", "[2026-11-21 20:03:48 CST]"},
                        {"%Y.%m.%d %T", "[2026.11.21 20:03:48]"},
                        {"%Y/%m/%d %T", "[2026/11/21 20:03:48]"},
                        {"%Y%m%d %T", "[20261121 20:03:48]"},
                        {"%Y%m%d-%H%M%S", "[20261121-200348]"},
                        {"%d/%m/%Y %T", "[21/11/2026 20:03:48]"},
                        {"%d-%m-%Y %T", "[21-11-2026 20:03:48]"},
                        {"%d.%m.%Y %T", "[21.11.2026 20:03:48]"},
                        {"%m/%d/%Y %T", "[11/21/2026 20:03:48]"},
                        {"%D %T", "[11/21/26 20:03:48]"},
                        {"%d/%m/%y %T", "[21/11/26 20:03:48]"},
                        {"%m-%d %T", "[11-21 20:03:48]"},
                        {"%s", "[1795291428]"}};
  for (const Case& one : cases)
    EXPECT_EQ(told_by(one.line + kDefault), "2026-11-21T20:03:48.000Z") << one.what;
}

TEST(LogFormats, TwelveHoursAreCountedFromMidnightAndNoon) {
  EXPECT_EQ(told_by("[Nov 21 12:03:48 AM]" + kDefault), "2026-11-21T00:03:48.000Z");
  EXPECT_EQ(told_by("[Nov 21 12:03:48 PM]" + kDefault), "2026-11-21T12:03:48.000Z");
  EXPECT_EQ(told_by("[Nov 21 11:03:48 AM]" + kDefault), "2026-11-21T11:03:48.000Z");
}

TEST(LogFormats, TheClockSaysWhichNumberIsTheDayWhereTheyLeaveItOpen) {
  std::string line = "[05/11/2026 20:03:48]" + kDefault;
  EXPECT_EQ(told_by(line), "2026-11-05T20:03:48.000Z");
  EXPECT_EQ(told_by(line, {TimeZone(), 2026, 0, DayOrder::month_first}), "2026-05-11T20:03:48.000Z");
  // A number that can be no month is none.
  EXPECT_EQ(told_by("[21/11/2026 20:03:48]" + kDefault, {TimeZone(), 2026, 0, DayOrder::month_first}),
            "2026-11-21T20:03:48.000Z");
}

TEST(LogFormats, LoggerConfTellsTheOrder) {
  EXPECT_EQ(order_of_format("%d/%m/%Y %T"), DayOrder::day_first);
  EXPECT_EQ(order_of_format("%D %T"), DayOrder::month_first);
  EXPECT_EQ(order_of_format("%m-%d %T"), DayOrder::month_first);
  EXPECT_FALSE(order_of_format("%F %T"));
  EXPECT_FALSE(order_of_format("%Y/%m/%d %T"));
  EXPECT_FALSE(order_of_format("%b %e %T"));
}

TEST(LogFormats, ClocksAloneCountTheirMidnights) {
  std::string text;
  for (auto clock : {"20:03:48", "20:03:47", "23:59:59", "00:00:01", "23:59:59", "07:00:00"})
    text += "[" + std::string(clock) + "]" + kDefault + "\n";
  std::vector<std::string> days;
  std::vector<Event> events = read_with({TimeZone(), 2026, 12, DayOrder::day_first, 31}, text);
  for (const Event& event : events) days.push_back(to_rfc3339(event.time).substr(0, 10));
  // The fifth tells late of the day before.
  EXPECT_THAT(days, testing::ElementsAre("2026-12-31", "2026-12-31", "2026-12-31", "2027-01-01", "2026-12-31",
                                         "2027-01-01"));
}

TEST(LogFormats, WhatCarriesLinesOnIsReadThrough) {
  const std::string own = "[Nov 21 20:03:48]";
  const Case cases[] = {
      {"journalctl -o short-iso, console", "2026-11-21T20:03:48+0000 pbx asterisk[811]: " + own + kPlain},
      {"journalctl -o short, console", "Nov 21 20:03:48 pbx asterisk[811]: " + own + kPlain},
      {"journalctl -o short-full", "Sat 2026-11-21 21:03:48 CET pbx asterisk[811]: " + kSyslog},
      {"journalctl -o short-full, zone of several meanings",
       "Sat 2026-11-21 20:03:48 IST pbx asterisk[811]: " + kSyslog},
      {"journalctl -o with-unit", "Sat 2026-11-21 20:03:48 UTC pbx asterisk.service[811]: " + kSyslog},
      {"rsyslog's program name", "Nov 21 20:03:48 pbx asterisk-pbx1[811]: " + kSyslog},
      {"RFC 5424", "<133>1 2026-11-21T20:03:48.000Z pbx asterisk 811 - - " + kSyslog},
      {"RFC 5424 with data, said to be UTF-8",
       "<133>1 2026-11-21T20:03:48.000Z pbx asterisk 811 - [origin ip=\"::1\"] \xef\xbb\xbf" + kSyslog},
      {"syslogd of busybox", "Nov 21 20:03:48 pbx local0.notice asterisk[811]: " + kSyslog},
      {"Docker's journald driver", "Nov 21 20:03:48 host 3f2a9c0d11ee[811]: " + own + kPlain},
      {"docker logs -t", "2026-11-21T20:03:48.000000000Z " + own + kPlain},
      {"docker compose logs", "asterisk_1  | " + own + kPlain},
      {"docker compose logs -t", "asterisk-1 | 2026-11-21T20:03:48.000000000Z " + own + kPlain},
      {"docker compose logs in colour", "\x1b[36masterisk_1  |\x1b[0m " + own + kPlain},
      {"Kubernetes", "2026-11-21T20:03:48.000000000Z stdout F " + own + kPlain},
      {"logcli", "2026-11-21T20:03:48Z {job=\"asterisk\"} " + own + kDefault},
      {"grep -H", "/var/log/asterisk/messages:" + own + kDefault},
      {"grep -Hn", "/var/log/asterisk/messages:123:" + own + kDefault},
      {"grep -n", "123:" + own + kDefault},
      {"grep -H in syslog", "/var/log/syslog:Nov 21 20:03:48 pbx asterisk[811]: " + kSyslog},
      {"ts", "Nov 21 20:03:48 " + own + kDefault},
      {"console, bold first", "\x1b[0m" + own + kPlain},
      {"console of 22", "\x1b[0K" + own + " \x1b[0m\x1b[33;1mNOTICE\x1b[0m[22821]: chan_sip.c:1 f: " + kText},
      {"byte order mark", "\xef\xbb\xbf" + own + kDefault},
      {"zeros", std::string(100'000, '\0') + own + kDefault},
      {"Docker's json-file",
       R"({"log":")" + own + kPlain + R"(\n","stream":"stdout","time":"2026-11-21T20:03:48.000Z"})"},
      {"journalctl -o json",
       R"({"__REALTIME_TIMESTAMP":"1795291428000000","SYSLOG_IDENTIFIER":"asterisk","MESSAGE":")" + kSyslog +
           "\"}"}};
  for (const Case& one : cases) {
    EXPECT_EQ(told_by(one.line), "2026-11-21T20:03:48.000Z") << one.what;
    EXPECT_EQ(told_by(one.line + "\n"), "2026-11-21T20:03:48.000Z") << one.what;
  }
}

TEST(LogFormats, TheDateOfTheCarrierCountsWhereItIsComplete) {
  // The container's clock face is local, the carrier's is not.
  std::string line = "2026-11-21T20:03:48.863000000Z stdout F [Nov 21 21:03:48]" + kPlain;
  EXPECT_EQ(told_by(line), "2026-11-21T20:03:48.863Z");
  // Without a zone it gives the year alone, over New Year too.
  EXPECT_EQ(told_by("2024-11-21 20:03:48 [Nov 21 20:03:47]" + kDefault), "2024-11-21T20:03:47.000Z");
  EXPECT_EQ(told_by("2025-01-01 00:00:00 [Dec 31 23:59:59]" + kDefault), "2024-12-31T23:59:59.000Z");
}

TEST(LogFormats, EscapedTextOfARecordIsReadAndItsEvidenceStaysInTheInput) {
  std::string line = R"({"log":"\u001b[0m[Nov 21 20:03:48])" + std::string(kDefault) +
                     R"(\r\n","stream":"stdout","time":"2026-11-21T20:03:48Z"})";
  line.replace(line.find("sip:103"), 7, "sip:1\\u00e93");
  std::vector<Event> events = read_log(line);
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].account, "1\\u00e93");
  EXPECT_EQ(events[0].evidence.length, line.size());
  EXPECT_GE(events[0].account.data(), line.data());
}

TEST(LogFormats, BytesThatAreNoUtf8AreReadFromTheJournal) {
  std::string numbers;
  std::string text = kSyslog;
  text.replace(text.find("sip:103"), 7, "sip:1\xff");
  for (unsigned char c : text) numbers += (numbers.empty() ? "" : ",") + std::to_string(c);
  auto events =
      read_log(R"({"__REALTIME_TIMESTAMP":"1795291428000000","SYSLOG_IDENTIFIER":"asterisk","MESSAGE":[)" +
               numbers + "]}");
  ASSERT_EQ(events.size(), 1u);
  EXPECT_TRUE(events[0].account.empty());
}

TEST(LogFormats, ARecordWithoutAHeadHangsOnTheOneBeforeItAsInText) {
  std::string text = R"({"log":"[Nov 21 20:03:48])" + kDefault + R"(\n","time":"2026-11-21T20:03:48Z"})" +
                     "\n"
                     R"({"log":"of a sender\n","time":"2026-11-21T20:03:48Z"})"
                     "\n";
  std::vector<Event> events = read_log(text);
  ASSERT_FALSE(events.empty());
  EXPECT_TRUE(events[0].tainted);
}

// With `pjsip set logger on` each line of a packet becomes a record of its own.
std::string wrapped_packet(const std::function<std::string(const std::string&)>& wrap) {
  std::string text, packet = "REGISTER sip:pbx SIP/2.0\r\n";
  for (int i = 0; i < 40; ++i) packet += "X: <>\r\n";
  packet += "[Nov 21 20:03:48]" + kPlain + "\r\n";
  text = wrap("[Nov 21 20:03:48] VERBOSE[9]: res_pjsip_logger.c:1 f: <--- Received SIP request (" +
              std::to_string(packet.size()) + " bytes) from UDP:192.0.2.1:5060 --->");
  for (size_t at = 0; at < packet.size(); at = packet.find('\n', at) + 1)
    text += wrap(packet.substr(at, packet.find('\n', at) - at));
  for (int i = 0; i < 12; ++i) text += wrap("");
  return text + wrap("[Nov 21 20:04:00]" + kPlain);
}

TEST(LogFormats, APrintedPacketIsNoLessPrintedWhereEachLineIsWrapped) {
  auto docker = [](std::string line) {
    for (auto [from, to] : {std::pair("\r", "\\r"), std::pair("<", "\\u003c"), std::pair(">", "\\u003e")})
      for (size_t at = 0; (at = line.find(from, at)) != line.npos; at += 2) line.replace(at, 1, to);
    return R"({"log":")" + line + R"(\n","stream":"stdout","time":"2026-11-21T20:03:48.863Z"})" + "\n";
  };
  auto cri = [](const std::string& line) { return "2026-11-21T20:03:48.863000000Z stdout F " + line + "\n"; };
  auto journal = [](const std::string& line) { return "Nov 21 20:03:48 pbx asterisk[811]: " + line + "\n"; };
  for (const std::string& text : {wrapped_packet(docker), wrapped_packet(cri), wrapped_packet(journal)}) {
    std::vector<Event> events;
    for (const Event& event : read_log(text))
      if (!is_mark(event)) events.push_back(event);
    ASSERT_EQ(events.size(), 2u) << text.substr(0, 60);
    EXPECT_TRUE(events[0].tainted) << text.substr(0, 60);
    EXPECT_FALSE(events[1].tainted) << text.substr(0, 60);
  }
}

TEST(LogFormats, ASendersLineWithoutADateHidesNothingBehindIt) {
  for (std::string wrapper : {"2026-11-21T20:03:48.863Z ", "2026-11-21T20:03:48.863Z stdout F "})
    for (std::string forged : {"NOTICE[1] x.c: y", "X: y", "NOTICE", "stdout F"}) {
      std::string text = wrapper + forged + "\n" + wrapper + "[Nov 21 20:03:49]" + kPlain + "\n";
      std::vector<Event> events;
      for (const Event& event : read_log(text))
        if (!is_mark(event)) events.push_back(event);
      ASSERT_EQ(events.size(), 1u) << text;
      EXPECT_EQ(sender_of(events[0]), "203.0.113.9:56894");
    }
}

TEST(LogFormats, TheRestOfARecordThatWasCutIsNoLine) {
  std::string whole = "[Nov 21 20:03:48]" + kPlain;
  std::string docker = R"({"log":"[Nov 21 20:03:48] VERBOSE[9]: x.c:1 f: aaa","time":"2026-11-21T20:03:48Z"})"
                       "\n"
                       R"({"log":")" +
                       whole + R"(\n","time":"2026-11-21T20:03:48Z"})" + "\n";
  std::string cri =
      "2026-11-21T20:03:48Z stdout P [Nov 21 20:03:48] VERBOSE[9]: x.c:1 f: aaa\n"
      "2026-11-21T20:03:48Z stdout F " +
      whole + "\n";
  EXPECT_THAT(read_log(docker), testing::IsEmpty());
  EXPECT_THAT(read_log(cri), testing::IsEmpty());
  // Behind it lines go on.
  EXPECT_EQ(read_log(docker + R"({"log":")" + whole + R"(\n","time":"2026-11-21T20:03:48Z"})").size(), 1u);
  EXPECT_EQ(read_log(cri + "2026-11-21T20:03:49Z stdout F " + whole).size(), 1u);
}

TEST(LogFormats, AnyNumberOfByteOrderMarksIsReadWithoutDepth) {
  std::string text;
  for (int i = 0; i < 300'000; ++i) text += "\xef\xbb\xbf";
  EXPECT_THAT(read_log(text + "\n"), testing::IsEmpty());
}

TEST(LogFormats, OtherProgramsOfTheJournalAreNotRead) {
  EXPECT_THAT(
      read_log(R"({"__REALTIME_TIMESTAMP":"1795291428000000","SYSLOG_IDENTIFIER":"cron","MESSAGE":")" +
               kSyslog + "\"}"),
      testing::IsEmpty());
  EXPECT_EQ(told_by("Nov 21 20:03:48 pbx nginx[811]: " + kSyslog), "not recognised");
}

TEST(LogFormats, HolesOfAnyLengthDoNotLoseTheLineBehindThem) {
  std::string text = std::string(300'000, '\0') + "[Nov 21 20:03:48]" + kDefault + "\n";
  for (size_t piece : {size_t{1000}, size_t{70'000}, text.size()}) {
    LogParser parser(7, {TimeZone(), 2026});
    std::vector<Event> events;
    size_t begin = 0;
    for (size_t end = 0; end < text.size();) {
      end = std::min(end + piece, text.size());
      begin += parser.parse(std::string_view(text).substr(begin, end - begin), begin, events);
    }
    ASSERT_EQ(events.size(), 1u) << piece;
    EXPECT_EQ(events[0].evidence.offset, 300'000u);
  }
}

TEST(LogFormats, SaysWhatToDoAboutFormatsThatAreNotRead) {
  EXPECT_THAT(recognise("\xff\xfe[").reason, testing::HasSubstr("iconv"));
  EXPECT_THAT(recognise("__CURSOR=s\n__REALTIME_TIMESTAMP=1795291428000000\nMESSAGE=x\n").reason,
              testing::HasSubstr("short-iso"));
}

TEST(LogFormats, HeadlessLinesBeforeTheFirstRecordAreAnyNumber) {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "Asterisk Ready.\n";
  EXPECT_EQ(recognise(text + "[Nov 21 20:03:48]" + kDefault).kind, InputKind::asterisk_log);
}

TEST(LogFormats, NamesOfSeveralZonesMeanNone) {
  EXPECT_EQ(zone_offset("CEST"), 120);
  EXPECT_EQ(zone_offset("EST"), -300);
  EXPECT_FALSE(zone_offset("IST"));
  EXPECT_FALSE(zone_offset("CST"));
}

}  // namespace
}  // namespace denwaban::parse
