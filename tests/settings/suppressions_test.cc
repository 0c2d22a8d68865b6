// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/suppressions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace denwaban::settings {
namespace {

using ::testing::HasSubstr;

constexpr std::string_view kRules[] = {"DWB-SIP-001", "DWB-SIP-021", "DWB-AMI-001"};

std::string complaint(std::string_view text) {
  auto read = read_suppressions(text, "s.toml", kRules);
  return read ? "" : read.error().message;
}

TEST(SuppressionsFile, GivesEachWithItsReasonAndDay) {
  auto read = read_suppressions(
      "[[suppress]]\nrule = \"DWB-SIP-021\"\nobject = \"[general]\"\nfile = \"sip.conf\"\nreason = \"the "
      "carrier\"\nexpires = 2027-01-31\n"
      "[[suppress]]\nrule = \"DWB-AMI-001\"\nreason = \"a lab\"\nexpires = \"2026-12-01\"\n",
      "s.toml", kRules);
  ASSERT_TRUE(read) << read.error().message;
  ASSERT_EQ(read->size(), 2u);
  EXPECT_EQ((*read)[0].object, "[general]");
  EXPECT_EQ((*read)[0].file, "sip.conf");
  EXPECT_EQ((*read)[0].expires, "2027-01-31");
  EXPECT_EQ((*read)[1].rule, "DWB-AMI-001");
  EXPECT_EQ((*read)[1].expires, "2026-12-01");
  EXPECT_EQ((*read)[1].place, "s.toml:8");
}

TEST(SuppressionsFile, MayBeEmpty) { EXPECT_EQ(complaint("# none yet\n"), ""); }

TEST(SuppressionsFile, WantsAReason) {
  EXPECT_THAT(complaint("[[suppress]]\nrule = \"DWB-SIP-001\"\n"), HasSubstr("has no reason"));
  EXPECT_THAT(complaint("[[suppress]]\nrule = \"DWB-SIP-001\"\nreason = \" \"\n"),
              HasSubstr("has no reason"));
  EXPECT_THAT(complaint("[[suppress]]\nreason = \"why\"\n"), HasSubstr("without a rule"));
}

TEST(SuppressionsFile, NamesTheNearestRuleAndKey) {
  EXPECT_THAT(complaint("[[suppress]]\nrule = \"DWB-SPI-021\"\nreason = \"x\"\n"),
              HasSubstr("s.toml:2:1: DWB-SPI-021 is no rule: did you mean DWB-SIP-021?"));
  EXPECT_THAT(complaint("[[suppress]]\nrule = \"DWB-SIP-001\"\nreasn = \"x\"\n"),
              HasSubstr("did you mean reason?"));
}

TEST(SuppressionsFile, RefusesOtherShapesAndDays) {
  EXPECT_THAT(complaint("rule = \"DWB-SIP-001\"\n"), HasSubstr("[[suppress]]"));
  EXPECT_THAT(complaint("[suppress]\nrule = \"DWB-SIP-001\"\n"), HasSubstr("[[suppress]]"));
  EXPECT_THAT(complaint("suppress = [1]\n"), HasSubstr("[[suppress]]"));
  EXPECT_THAT(complaint("[[suppress]]\nrule = 1\n"), HasSubstr("rule is no text"));
  EXPECT_THAT(complaint("[[suppress]]\nrule = \"DWB-SIP-001\"\nexpires = \"2027-02-30\"\n"),
              HasSubstr("expires is no day"));
  EXPECT_THAT(complaint("[[suppress]]\nrule = \"DWB-SIP-001\"\nexpires = 2027-02-01T00:00:00Z\n"),
              HasSubstr("expires is no text"));
  EXPECT_THAT(complaint("[[suppress]\n"), HasSubstr("not TOML"));
}

}  // namespace
}  // namespace denwaban::settings
