// SPDX-License-Identifier: GPL-3.0-or-later
#include "guard/blind.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace denwaban::guard {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

pbx::Exchange exchange(std::vector<pbx::LogFile> logs, std::vector<const char*> services) {
  pbx::Exchange out;
  out.logs = std::move(logs);
  for (const char* service : services) out.listeners.push_back({service, "udp", {}, 5060, {}});
  return out;
}

TEST(BlindSpots, tells_how_to_turn_on_the_security_log) {
  auto spots =
      blind_spots(exchange({{"/var/log/asterisk/messages", {"notice", "warning"}, "default", {}}}, {"pjsip"}),
                  {true, false});
  EXPECT_THAT(spots, Contains(HasSubstr("security => security")));
}

TEST(BlindSpots, is_silent_about_what_is_logged) {
  auto spots = blind_spots(
      exchange({{"/l/messages", {"notice"}, "default", {}}, {"/l/security.json", {"security"}, "json", {}}},
               {"pjsip"}),
      {true, false});
  EXPECT_THAT(spots, Not(Contains(HasSubstr("logger.conf"))));
}

TEST(BlindSpots, names_what_each_service_hides) {
  auto spots = blind_spots(exchange({}, {"sip", "iax2", "http"}), {false, false});
  EXPECT_THAT(spots, Contains(HasSubstr("OPTIONS")));
  EXPECT_THAT(spots, Contains(HasSubstr("authdebug=yes")));
  EXPECT_THAT(spots, Contains(HasSubstr("ARI")));
  EXPECT_THAT(spots, Contains(HasSubstr("wire.capture")));
}

TEST(BlindSpots, knows_that_tls_is_read_by_hep_only) {
  pbx::Exchange tls = exchange({}, {"pjsip"});
  tls.listeners.push_back({"pjsip", "tls", {}, 5061, {}});
  EXPECT_THAT(blind_spots(tls, {true, false}), Contains(HasSubstr("wire.hep_listen")));
  EXPECT_THAT(blind_spots(tls, {true, true}), Not(Contains(HasSubstr("wire.hep_listen"))));
  EXPECT_THAT(blind_spots(exchange({}, {"pjsip"}), {true, false}), Not(Contains(HasSubstr("TLS"))));
}

TEST(BlindSpots, is_silent_about_what_packets_show) {
  auto spots = blind_spots(exchange({}, {"sip", "iax2", "http"}), {true, false});
  EXPECT_THAT(spots, Not(Contains(HasSubstr("OPTIONS"))));
  EXPECT_THAT(spots, Not(Contains(HasSubstr("ARI"))));
}

TEST(BlindSpots, says_where_syslog_is_to_be_had) {
  pbx::Exchange sends = exchange({}, {"pjsip"});
  sends.syslog.push_back({"local0", {"notice", "security"}, {"logger.conf", 7}});
  Senses senses{.packets = true};
  senses.syslog_files = {"/var/log/syslog"};
  auto spots = blind_spots(sends, senses);
  EXPECT_THAT(spots, Contains(AllOf(HasSubstr("local0, logger.conf:7"), HasSubstr("syslog.socket"),
                                    HasSubstr("/var/log/syslog"))));
  EXPECT_THAT(spots, Contains(HasSubstr("notices are not logged")));
  senses.has_journal = true;
  EXPECT_THAT(blind_spots(sends, senses), Contains(HasSubstr("journal.enabled")));
  senses.syslog = true;
  spots = blind_spots(sends, senses);
  EXPECT_THAT(spots, Not(Contains(HasSubstr("local0"))));
  EXPECT_THAT(spots, Not(Contains(HasSubstr("notices are not logged"))));
  EXPECT_THAT(spots, Not(Contains(HasSubstr("security => security"))));
}

TEST(BlindSpots, knows_what_the_manager_tells) {
  pbx::Exchange quiet = exchange({}, {"pjsip"});
  EXPECT_THAT(blind_spots(quiet, {true, false, false}), Contains(HasSubstr("ami.secret_file")));
  EXPECT_THAT(blind_spots(quiet, {true, false, true}), Not(Contains(HasSubstr("ami.secret_file"))));
  EXPECT_THAT(blind_spots(quiet, {true, false, true}), Not(Contains(HasSubstr("security => security"))));
}

}  // namespace
}  // namespace denwaban::guard
