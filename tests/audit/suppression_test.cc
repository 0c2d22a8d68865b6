// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/suppression.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace denwaban::audit {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

ConfigFinding found(const char* rule, const char* object, const char* file) {
  ConfigFinding finding;
  finding.rule = rule;
  finding.object = object;
  finding.place.file = file;
  return finding;
}

TEST(Suppressions, CoverTheRuleTheObjectAndTheFileThatTheyName) {
  Suppression all{"DWB-SIP-001", "", "", "why", "", ""};
  Suppression one{"DWB-SIP-001", "[100]", "sip.conf", "why", "", ""};
  EXPECT_TRUE(covers(all, found("DWB-SIP-001", "[100]", "sip.conf")));
  EXPECT_TRUE(covers(one, found("DWB-SIP-001", "[100]", "sip.conf")));
  EXPECT_FALSE(covers(all, found("DWB-SIP-002", "[100]", "sip.conf")));
  EXPECT_FALSE(covers(one, found("DWB-SIP-001", "[101]", "sip.conf")));
  EXPECT_FALSE(covers(one, found("DWB-SIP-001", "[100]", "users.conf")));
}

TEST(Suppressions, HoldOnTheirLastDayAndNotOnTheNext) {
  std::vector<Suppression> list{{"DWB-SIP-001", "", "", "why", "2026-11-22", ""}};
  Sifted today = sift({found("DWB-SIP-001", "[100]", "sip.conf")}, list, "2026-11-22");
  EXPECT_EQ(today.excused.size(), 1u);
  EXPECT_EQ(today.excused[0].reason, "why");
  EXPECT_THAT(today.kept, IsEmpty());
  EXPECT_THAT(today.expired, IsEmpty());
  Sifted later = sift({found("DWB-SIP-001", "[100]", "sip.conf")}, list, "2026-11-23");
  EXPECT_EQ(later.kept.size(), 1u);
  EXPECT_THAT(later.expired, ElementsAre(0u));
  EXPECT_THAT(later.idle, IsEmpty());
}

TEST(Suppressions, ThatCoverNothingAreTold) {
  std::vector<Suppression> list{{"DWB-SIP-009", "", "", "why", "", ""}};
  EXPECT_THAT(sift({found("DWB-SIP-001", "[100]", "sip.conf")}, list, "2026-11-22").idle, ElementsAre(0u));
}

}  // namespace
}  // namespace denwaban::audit
