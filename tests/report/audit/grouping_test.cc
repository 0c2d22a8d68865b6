// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/audit/grouping.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audit/audit.h"
#include "memory_files.h"
#include "report/audit/page.h"
#include "report/audit/records.h"
#include "report/audit/sarif.h"
#include "report/audit/text_report.h"

namespace denwaban::report {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr const char* kTemplate =
    "[general]\nallowguest=no\n[phone](!)\ntype=friend\nhost=dynamic\ncontext=in\ndeny=0.0.0.0/0\npermit=192.0.2.0/24\nsecret=\n";

Review review_of_phones(const std::string& phones, const Baseline* baseline = nullptr) {
  test::MemoryFiles files;
  files.put("/etc/asterisk/sip.conf", kTemplate + phones);
  files.put("/etc/asterisk/extensions.conf", "[in]\nexten => 1,1,Hangup()\n");
  ReviewOptions options;
  options.baseline = baseline;
  return review_of(audit::audit(files, "/etc/asterisk", {}), options);
}

std::vector<ConfigFinding> of(const Review& review, std::string_view rule) {
  std::vector<ConfigFinding> all;
  for (const ConfigFinding& f : review.findings)
    if (f.rule == rule) all.push_back(f);
  return all;
}

constexpr const char* kThree = "[anna](phone)\n[bob](phone)\n[carl](phone)\n";

TEST(Grouping, ATemplateIsOneHoleForAllWhoUseIt) {
  std::vector<ConfigFinding> open = of(review_of_phones(kThree), "DWB-SIP-004");
  ASSERT_EQ(open.size(), 1u);
  EXPECT_EQ(open[0].object, "[anna]");
  ASSERT_EQ(open[0].also.size(), 2u);
  EXPECT_EQ(open[0].also[1].object, "[carl]");
  EXPECT_EQ(open[0].also[1].place.line, 9);
}

TEST(Grouping, TwoLinesAreTwoHoles) {
  EXPECT_EQ(of(review_of_phones("[anna](phone)\nsecret=1234\n[bob](phone)\nsecret=1234\n"), "DWB-SIP-005").size(), 2u);
}

TEST(Grouping, WhatNobodyWroteIsToldOnceInAFile) {
  std::string phones;
  for (const char* name : {"anna", "bob", "carl"})
    phones += "[" + std::string(name) + "]\ntype=friend\nhost=dynamic\ncontext=in\nsecret=a9Kd02lsQpfEz4tb\n";
  std::vector<ConfigFinding> everywhere = of(review_of_phones(phones), "DWB-SIP-010");
  ASSERT_EQ(everywhere.size(), 1u);
  EXPECT_EQ(everywhere[0].also.size(), 2u);
}

TEST(Grouping, WhatOneLineOfGeneralMendsIsToldOnce) {
  std::vector<ConfigFinding> nat =
      of(review_of_phones("[a](phone)\nnat=yes\n[b](phone)\nnat=yes\n[c](phone)\nnat=force_rport\n"), "DWB-SIP-032");
  ASSERT_EQ(nat.size(), 2u);
  EXPECT_EQ(nat[0].also.size() + nat[1].also.size(), 1u) << "of yes";
}

TEST(Grouping, AHabitIsToldOnceInAFile) {
  Review review = review_of_phones("[100](phone)\nsecret=100\n[101](phone)\nsecret=101\n");
  std::vector<ConfigFinding> names = of(review, "DWB-SIP-007");
  ASSERT_EQ(names.size(), 1u);
  EXPECT_EQ(names[0].severity, Severity::medium);
  EXPECT_EQ(names[0].also.size(), 1u);
}

TEST(Grouping, EachFormatCountsAndNamesTheOthers) {
  Review review = review_of_phones(kThree);
  EXPECT_THAT(audit_text(review, {}), AllOf(HasSubstr("(and 2 more alike)"), HasSubstr("also sip.conf:9  [carl]")));
  EXPECT_THAT(audit_records(review), AllOf(HasSubstr("\"count\":3"), HasSubstr("\"line\":9,\"object\":\"[carl]\"")));
  EXPECT_THAT(audit_page(review, {}), AllOf(HasSubstr("(and 2 more alike)"), HasSubstr("[carl]")));
  EXPECT_THAT(sarif_log(review, "/etc/asterisk", "1"), HasSubstr("[carl]"));
}

TEST(Grouping, AnotherPhoneOfTheTemplateIsNewToABaseline) {
  auto baseline = read_baseline(audit_records(review_of_phones(kThree)), "old.json");
  ASSERT_TRUE(baseline);
  EXPECT_TRUE(of(review_of_phones(kThree, &*baseline), "DWB-SIP-004").empty());
  std::vector<ConfigFinding> fresh = of(review_of_phones(std::string(kThree) + "[dora](phone)\n", &*baseline), "DWB-SIP-004");
  ASSERT_EQ(fresh.size(), 1u);
  EXPECT_EQ(fresh[0].object, "[dora]");
}

TEST(Grouping, TheScoreIsThatOfOne) {
  EXPECT_EQ(review_of_phones(kThree).score, review_of_phones("[anna](phone)\n").score);
}

}  // namespace
}  // namespace denwaban::report
