// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/fraud_json.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace denwaban {
namespace {

FraudFinding finding() {
  FraudFinding f;
  f.id = "abc";
  f.detector = FraudDetector::costly_destination;
  f.severity = Severity::critical;
  f.subject.account = "104";
  f.raised = from_epoch_ms(1'800'000'000'500);
  f.first = from_epoch_ms(1'800'000'000'000);
  f.last = from_epoch_ms(1'800'000'060'000);
  f.count = 3;
  f.accounts = {"104"};
  f.numbers = {"25261234567"};
  f.countries = {"SO"};
  f.calls = {"1.2"};
  f.cost = {Amount{12'345'600}, *Currency::parse("JPY")};
  f.pattern = "first";
  f.facts = {{"days", "412"}};
  return f;
}

TEST(FraudJson, HoldsWhatTheFindingSays) {
  FindingTexts texts{"title \x1b[31m", "why", {{"Master.csv", 12, "row\xff"}}};
  std::string line = fraud_finding_json(finding(), texts, Stream::replay);
  for (char c : line) EXPECT_TRUE(c >= ' ' && c <= '~');
  auto json = nlohmann::json::parse(line);
  EXPECT_EQ(json["type"], "finding");
  EXPECT_EQ(json["ring"], "fraud");
  EXPECT_EQ(json["time"], "2027-01-15T08:00:00.500Z");
  EXPECT_EQ(json["detector"], "costly_destination");
  EXPECT_EQ(json["severity"], "critical");
  EXPECT_EQ(json["subject"], (nlohmann::json{{"account", "104"}}));
  EXPECT_EQ(json["cost"], (nlohmann::json{{"amount", "12.3456"}, {"currency", "JPY"}}));
  EXPECT_EQ(json["facts"]["days"], "412");
  EXPECT_EQ(json["evidence"][0]["line"], 12);
  EXPECT_EQ(json["calls"], (nlohmann::json{"1.2"}));
  EXPECT_FALSE(json.contains("state"));
}

TEST(FraudJson, TellsItsStateLive) {
  auto json = nlohmann::json::parse(fraud_finding_json(finding(), {}, Stream::live));
  EXPECT_EQ(json["state"], "open");
}

}  // namespace
}  // namespace denwaban
