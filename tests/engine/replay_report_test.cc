// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/replay_report.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "model/json.h"

namespace denwaban::engine {
namespace {

const IpAddress kV4 = *IpAddress::parse("203.0.113.7");
const IpAddress kV6 = *IpAddress::parse("2001:db8::7");

Finding finding(int number, Severity severity = Severity::high) {
  Finding f;
  f.id = fmt::format("{:016x}", number);
  f.state = FindingState::closed;
  f.severity = severity;
  f.subject.address = kV4;
  f.first = f.last = from_epoch_ms(1'700'000'000'000 + number);
  return f;
}

std::vector<Finding> kept_by(ReplayReport& report) {
  std::vector<Finding> all;
  report.each([&](const Finding& f) { all.push_back(f); });
  return all;
}

TEST(ReplayReport, GivesFindingsBackAsTheyWere) {
  Finding f = finding(1, Severity::critical);
  f.detector = Detector::campaign;
  f.subject = {kV6, *IpPrefix::parse("10.0.0.0/8"), std::string("a\0b", 3)};
  f.service = Service::iax2;
  f.count = 1'000'000'000'000;
  f.count_proven = 127;
  f.first = from_epoch_ms(-5);
  f.last = from_epoch_ms(1'700'000'000'123);
  f.accounts = {"", "100", std::string(80, '\xff')};
  f.accounts_total = 128;
  f.addresses = {kV4, kV6, IpAddress(), IpAddress::v4(0)};
  f.addresses_total = 16'384;
  f.addresses_proven = 3;
  f.proof = AddressProof::returned;
  f.witnesses = 255;
  f.port = 65'535;
  f.pattern = "slow";
  f.evidence = {{5'000'000'000, 7, 200}, {0, 4'000'000'000, 0}, {UINT64_MAX, 0, UINT32_MAX}, {1, 1, 1}};
  ReplayReport report;
  report.publish({&f, 1}, {});
  auto back = kept_by(report);
  ASSERT_EQ(back.size(), 1u);
  EXPECT_EQ(finding_json(back[0], {}, Stream::live), finding_json(f, {}, Stream::live));
  EXPECT_EQ(back[0].addresses, f.addresses);
  EXPECT_EQ(back[0].accounts, f.accounts);
  EXPECT_EQ(back[0].evidence, f.evidence);
  EXPECT_EQ(back[0].subject, f.subject);
  EXPECT_EQ(back[0].witnesses, f.witnesses);
}

TEST(ReplayReport, GivesDecisionsBackAsTheyWereTaken) {
  std::vector<Decision> decisions(2);
  decisions[0].id = "d1";
  decisions[0].time = from_epoch_ms(1'700'000'000'123);
  decisions[0].action = Action::ban;
  decisions[0].target = *IpPrefix::parse("2001:db8::/64");
  decisions[0].port = 5062;
  decisions[0].span = Seconds(3600);
  decisions[0].level = 300;
  decisions[0].because = {"f1", "f2"};
  decisions[0].by = "root";
  decisions[0].note = "a note";
  decisions[0].dry_run = true;
  decisions[0].proof = AddressProof::connected;
  decisions[1].action = Action::none;
  decisions[1].reason = Reason::single_account;
  decisions[1].subject.account = "100";
  ReplayReport report;
  report.publish({}, decisions);
  EXPECT_EQ(report.bans(), 1u);
  std::vector<Decision> back;
  report.each_decision([&](const Decision& d) { back.push_back(d); });
  ASSERT_EQ(back.size(), 2u);
  for (size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(decision_json(back[i]), decision_json(decisions[i]));
    EXPECT_EQ(back[i].target, decisions[i].target);
    EXPECT_EQ(back[i].proof, decisions[i].proof);
  }
}

TEST(ReplayReport, TellsFindingsInTheOrderOfTheirFirstEvidence) {
  ReplayReport report;
  std::vector<Finding> findings = {finding(3), finding(1), finding(2)};
  findings[2].first = findings[1].first;
  report.publish(findings, {});
  auto told = kept_by(report);
  EXPECT_EQ(told[0].id, findings[1].id);
  EXPECT_EQ(told[1].id, findings[2].id);
  EXPECT_EQ(told[2].id, findings[0].id);
}

TEST(ReplayReport, KeepsTheFinalFormOnly) {
  ReplayReport report;
  Finding open = finding(1);
  open.state = FindingState::open;
  report.publish({&open, 1}, {});
  EXPECT_EQ(report.findings_total(), 0u);
  EXPECT_TRUE(kept_by(report).empty());
}

TEST(ReplayReport, ShowsLessEvidenceOfManyFindings) {
  for (size_t many : {ReplayReport::kManyFindings, ReplayReport::kManyFindings + 1}) {
    ReplayReport report;
    for (size_t i = 0; i < many; ++i) {
      Finding f = finding(static_cast<int>(i));
      for (uint32_t j = 0; j < 20; ++j) f.evidence.push_back({i * 1000 + j, 0, 10});
      report.publish({&f, 1}, {});
    }
    bool less = many > ReplayReport::kManyFindings;
    for (const Finding& f : kept_by(report)) {
      ASSERT_EQ(f.evidence.size(), less ? 3u : 20u);
      ASSERT_EQ(f.evidence[1].offset % 1000, 1u);
      ASSERT_EQ(f.evidence.back().offset % 1000, 19u);
    }
  }
}

TEST(ReplayReport, CountsWhatItHasNoRoomFor) {
  ReplayReport report;
  for (size_t i = 0; i < ReplayReport::kMildMax + 5; ++i) {
    Finding f = finding(static_cast<int>(i), Severity::low);
    report.publish({&f, 1}, {});
  }
  EXPECT_EQ(report.dropped(), 5u);
  EXPECT_EQ(report.worst(), Severity::low);
  Finding severe = finding(1, Severity::medium);
  report.publish({&severe, 1}, {});
  EXPECT_EQ(report.dropped(), 5u);
  EXPECT_EQ(report.findings_total(), ReplayReport::kMildMax + 6);
  EXPECT_EQ(kept_by(report).size(), ReplayReport::kMildMax + 1);
  EXPECT_EQ(report.worst(), Severity::medium);
}

}  // namespace
}  // namespace denwaban::engine
