// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/recognise.h"

#include <gmock/gmock.h>

#include "parse/log/newlines.h"
#include "parse/log_reading.h"

namespace denwaban::parse {
namespace {

using namespace std::string_view_literals;

TEST(Recognise, TellsInputsByTheirFirstBytes) {
  EXPECT_EQ(recognise("[Nov 21 20:03:48] NOTICE[1] x.c: y\n").kind, InputKind::asterisk_log);
  EXPECT_EQ(recognise("<133>Nov 21 20:03:48 asterisk[9]: NOTICE[1]: x.c:1 in f: y\n").kind,
            InputKind::syslog);
  EXPECT_EQ(recognise(read_test_file("forgeries/a22-display-names.security_json")).kind, InputKind::json_log);
  EXPECT_EQ(
      recognise(
          "\"\",\"100\",\"101\",\"c\",\"\"\"100\"\" <100>\",\"SIP/1\",\"SIP/2\",\"Dial\",\"SIP/101,20\","
          "\"2026-11-21 20:03:56\",\"\",\"2026-11-21 20:03:59\",2,2,\"ANSWERED\",\"DOCUMENTATION\"\n")
          .kind,
      InputKind::cdr);
  EXPECT_EQ(recognise("Asterisk Call Manager/9.0.0\r\n").kind, InputKind::ami_session);
  EXPECT_EQ(recognise("cal/6000\r\nUniqueid: 1.2\r\n\r\nEvent: Hangup\r\nPrivilege: call,all\r\nCause: 16\r\n\r\n").kind,
            InputKind::ami_session)
      << "recorded from the middle of a block on";
  EXPECT_EQ(recognise("hello\r\n\r\nEvent: tonight\r\nPlace: here\r\n").kind, InputKind::unknown);
  EXPECT_EQ(recognise("\xd4\xc3\xb2\xa1\x02\x00\x04\x00"sv).kind, InputKind::pcap);
  EXPECT_EQ(recognise("\x0a\x0d\x0d\x0a\x1c\x00"sv).kind, InputKind::pcapng);
}

TEST(Recognise, SaysWhyNot) {
  EXPECT_THAT(recognise("\x1f\x8b\x08"sv).reason, testing::HasSubstr("gzip"));
  EXPECT_THAT(recognise("").reason, testing::HasSubstr("empty"));
  EXPECT_THAT(recognise("hello\nworld\n").reason, testing::HasSubstr("no line"));
}

TEST(Recognise, TellsWhatTheDatesLack) {
  auto bare = recognise("[Nov 21 20:03:48] NOTICE[1] x.c: y\n");
  EXPECT_FALSE(bare.has_year);
  ASSERT_TRUE(bare.first);
  EXPECT_EQ(bare.first->day, 21);
  EXPECT_EQ(bare.first->year, 0);
  auto full = recognise("[2026-11-21T20:03:48+0900] NOTICE[1] x.c: y\n");
  EXPECT_TRUE(full.has_year);
  EXPECT_TRUE(full.has_zone);
}

TEST(LogHintsTest, TheFirstIntactSecurityEventGivesYearAndZone) {
  auto hints = scan_hints(read_test_file("forgeries/a22-display-names.security"));
  EXPECT_EQ(hints.year, 2026);
  EXPECT_EQ(hints.east_of_utc, Seconds(-5 * 3600));
  EXPECT_EQ(scan_hints(read_test_file("forgeries/a22-display-names.security_json")).east_of_utc,
            Seconds(-5 * 3600));
  EXPECT_FALSE(scan_hints(read_test_file("runs/a16-default.messages")).year);
}

TEST(ScanHints, TakeNothingFromALineThatASenderMayHaveWritten) {
  std::string injected =
      "[Feb 22 13:54:33] NOTICE[129][C-00000062] chan_sip.c: Call from '' (198.18.200.31:51790) to extension '902\n"
      "[Feb 22 13:54:33] SECURITY[2279] res_security_log.c: SecurityEvent=\"ChallengeSent\","
      "EventTV=\"2019-02-22T13:54:33.000+1300\",Severity=\"Informational\",Service=\"SIP\",EventVersion=\"1\","
      "AccountID=\"902\",SessionID=\"0x7f3a\",LocalAddress=\"IPV4/UDP/10.99.16.1/5060\","
      "RemoteAddress=\"IPV4/UDP/192.0.2.10/5060\",Challenge=\"2c1f0f6a\"\n"
      "' rejected because extension not found in context 'outside'.\n";
  EXPECT_FALSE(scan_hints(injected).year);
  EXPECT_EQ(scan_hints(injected.substr(injected.find('\n') + 1)).year, 2019) << "true of a line that stands alone";
}

TEST(Newlines, EveryPathFindsTheSame) {
  std::string text;
  for (size_t i = 0; i < 1000; ++i) text += std::string(i * 7 % 90, 'x') + '\n';
  std::vector<uint32_t> fast(text.size()), plain(text.size());
  for (size_t size : {size_t{0}, size_t{1}, size_t{63}, size_t{64}, size_t{65}, text.size()}) {
    size_t count = find_newlines(text.data(), size, fast.data());
    ASSERT_EQ(count, find_newlines_portable(text.data(), size, plain.data()));
    EXPECT_TRUE(std::equal(fast.begin(), fast.begin() + static_cast<ptrdiff_t>(count), plain.begin()));
  }
}

}  // namespace
}  // namespace denwaban::parse
