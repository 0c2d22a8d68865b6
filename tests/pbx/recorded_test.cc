// SPDX-License-Identifier: GPL-3.0-or-later
// The configurations of the recorded Asterisk 16 and 22.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "memory_files.h"
#include "pbx/read_exchange.h"
#include "pbx/show.h"
#include "source_path.h"

namespace denwaban::pbx {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

Exchange read(const std::string& run) {
  auto files = test::MemoryFiles::from_disk(test::source_path("tests/pbx/data/" + run), "/etc/asterisk");
  return read_exchange(files, "/etc/asterisk/");
}

TEST(Recorded, Asterisk16GuardsBothSipChannelsIaxAmiAndHttp) {
  auto exchange = read("a16-default");
  EXPECT_THAT(listeners_of(exchange),
              UnorderedElementsAre("sip/udp * 5060", "sip/tcp * 5060", "pjsip/udp * 5070", "pjsip/tcp * 5070",
                                   "iax2/udp * 4569", "ami/tcp * 5038", "http/tcp * 8088"));
  EXPECT_THAT(trunks_of(exchange), ElementsAre("sip trunk 192.0.2.200"));
  EXPECT_EQ(exchange.trunks[0].where.file, "sip.conf");
  EXPECT_GT(exchange.trunks[0].where.line, 0);
  EXPECT_THAT(exchange.remarks, IsEmpty());
}

TEST(Recorded, Asterisk16NamesItsLogFilesWithLevelsAndFormats) {
  EXPECT_THAT(logs_of(read("a16-default")),
              ElementsAre("/var/log/asterisk/messages default notice warning error",
                          "/var/log/asterisk/full default notice warning error verbose dtmf fax",
                          "/var/log/asterisk/security default security",
                          "/var/log/asterisk/fail2ban default notice security",
                          "/var/log/asterisk/messages_plain plain notice warning error",
                          "/var/log/asterisk/security_plain plain security",
                          "/var/log/asterisk/messages_json json notice warning error",
                          "/var/log/asterisk/security_json json security"));
}

TEST(Recorded, Asterisk22HasNoChanSipAndItsTrunkByIdentifyAndContact) {
  auto exchange = read("a22-default");
  EXPECT_THAT(listeners_of(exchange),
              UnorderedElementsAre("pjsip/udp * 5060", "pjsip/tcp * 5060", "iax2/udp * 4569",
                                   "ami/tcp * 5038", "http/tcp * 8088"));
  EXPECT_THAT(trunks_of(exchange),
              UnorderedElementsAre("pjsip trunk 192.0.2.200:5060", "pjsip trunk 192.0.2.200"));
  EXPECT_THAT(logs_of(exchange), Contains("/var/log/asterisk/messages.log default notice warning error"));
  EXPECT_THAT(exchange.remarks, IsEmpty());
}

TEST(Recorded, VariantsHaveTheirOwnDateFormat) {
  EXPECT_EQ(read("a16-variant").date_format, "%F %T.%3q");
  EXPECT_EQ(read("a22-variant").date_format, "%F %T.%3q");
  EXPECT_EQ(read("a22-default").date_format, "");
}

TEST(Recorded, MediaPortsAreThoseOfTheConfiguration) {
  auto exchange = read("a16-default");
  ASSERT_FALSE(exchange.media.empty());
  EXPECT_EQ(exchange.media[0].first, 14000);
  EXPECT_EQ(exchange.media[0].last, 16000);
}

}  // namespace
}  // namespace denwaban::pbx
