// SPDX-License-Identifier: GPL-3.0-or-later
#include "knowledge/numbering.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <sstream>

namespace denwaban::knowledge {
namespace {

using enum NumberClass;

// Each line: country, what is dialled, what it is.
void expect_all(std::string_view table) {
  std::istringstream lines{std::string(table)};
  std::string country, number, expected;
  while (lines >> country >> number >> expected) {
    const NumberingPlan* plan = find_plan(country);
    ASSERT_NE(plan, nullptr) << country;
    EXPECT_EQ(to_string(classify(*plan, number)), expected) << country << " " << number;
  }
}

TEST(Classify, KnowsHowPeopleDialInJapan) {
  expect_all(R"(
    JP 110 emergency
    JP 118 emergency
    JP 184110 emergency
    JP 0312345678 national
    JP 09012345678 national
    JP 0120123456 national
    JP 0570123456 shared_cost
    JP 0990123456 premium
    JP 01044207946000 international
    JP 18401044207946000 international
    JP +442079460000 international
    JP +81312345678 national
    JP 010-81-3-1234-5678 national
    JP 003301044207946000 international
    JP 00330312345678 carrier_select
    JP 200 short_number
    JP *69 service_code
    JP alice unknown
  )");
}

TEST(Classify, KnowsHowPeopleDialInAmerica) {
  expect_all(R"(
    US 911 emergency
    US 12125550100 national
    US 2125550100 national
    US 5550100 national
    US +12125550100 national
    US 18005550100 national
    US 19005550100 premium
    US 18765550100 abroad_in_plan
    US 8765550100 abroad_in_plan
    US *6718765550100 abroad_in_plan
    US 011442079460000 international
    US *67011442079460000 international
    US 1010288011442079460000 international
    US 101028812125550100 carrier_select
    CA 16715550100 abroad_in_plan
    JM 18765550100 national
    MX 5512345678 national
    MX 0015551234567 international
    BR 0215511912345678 carrier_select
    BR 011912345678 national
    BR 0021442079460000 international
    BR 0900123456 premium
    CL 1230442079460000 international
    CO 009442079460000 international
  )");
}

TEST(Classify, KnowsHowPeopleDialInEurope) {
  expect_all(R"(
    GB 999 emergency
    GB 02079460000 national
    GB 09061234567 premium
    GB 14109061234567 premium
    GB 00449061234567 premium
    GB 118118 premium
    GB 07624123456 abroad_in_plan
    GB 00252612345678 international
    DE 0900123456 premium
    DE 01805123456 shared_cost
    DE 0103300252612345 international
    DE 030123456 national
    BG 0035920000 national
    BG 0040212345678 international
    FR 0899123456 premium
    FR 0262123456 abroad_in_plan
    IT 0612345678 national
    IT 00252612345678 international
    ES 803123456 premium
    NO 82912345 premium
    RU 81044207946000 international
    RU 84951234567 national
    RU 87271234567 abroad_in_plan
    RU 88091234567 premium
    UA 0900312345 premium
  )");
}

TEST(Classify, KnowsHowPeopleDialInAsiaAndOceania) {
  expect_all(R"(
    KR 119 emergency
    KR 0070044207946000 international
    KR 00144207946000 international
    KR 0082025551234 international
    KR 0602345678 premium
    KR 0212345678 national
    KR 0820212345678 carrier_select
    CN 1795100442079460000 international
    HK 001442079460000 international
    HK 23456789 national
    SG 001442079460000 international
    AU 000 emergency
    AU 1902123456 premium
    AU 0011442079460000 international
    AU 18310011442079460000 international
    MY 0261234567 abroad_in_plan
    TH 1900123456 premium
  )");
}

TEST(Classify, TakesNothingForANumberThatIsNone) {
  EXPECT_EQ(to_string(classify(*find_plan("JP"), "")), "unknown");
  EXPECT_EQ(to_string(classify(*find_plan("JP"), " -")), "unknown");
}

TEST(Numbering, KnowsAtLeastFortyPlansInOrderEachWithItsSource) {
  EXPECT_GE(plans().size(), 40u);
  std::set<std::string> seen;
  for (const NumberingPlan& plan : plans()) {
    EXPECT_TRUE(seen.empty() || *seen.rbegin() < plan.country) << plan.country;
    seen.insert(plan.country);
    EXPECT_EQ(find_plan(plan.country), &plan);
    EXPECT_FALSE(plan.source.empty() || plan.international_prefixes.empty() || plan.emergency.empty())
        << plan.country;
    EXPECT_LE(plan.shortest, plan.longest);
  }
  EXPECT_EQ(find_plan("jp"), find_plan("JP"));
  EXPECT_EQ(find_plan("uk"), find_plan("GB"));
  EXPECT_EQ(find_plan("XX"), nullptr);
  EXPECT_EQ(find_plan(""), nullptr);
  EXPECT_EQ(find_plan("JPX"), nullptr);
}

// A pattern that Asterisk would not read would silently match nothing.
TEST(Numbering, WritesPatternsThatAsteriskReads) {
  for (const NumberingPlan& plan : plans()) {
    for (const DialForm form : {DialForm::dialled, DialForm::e164_without_plus}) {
      for (const NumberRule& rule : rules(plan, form)) {
        EXPECT_THAT(rule.pattern, testing::MatchesRegex("\\+?([0-9*#XZN]|\\[[0-9-]+\\])*\\.?"))
            << plan.country << " " << to_string(rule.number_class);
      }
    }
  }
}

TEST(Numbering, GivesThePatternsOfOneClass) {
  EXPECT_THAT(patterns(*find_plan("FR"), emergency), testing::Contains("112"));
  EXPECT_THAT(patterns(*find_plan("FR"), international), testing::Contains("00ZXXXXX."));
  EXPECT_THAT(patterns(*find_plan("FR"), international, DialForm::e164_without_plus),
              testing::ElementsAre("ZXXXXX."));
}

TEST(Numbering, ReadsNumbersThatBeginWithTheCountryCode) {
  const NumberingPlan& us = *find_plan("US");
  const auto form = DialForm::e164_without_plus;
  EXPECT_EQ(classify(us, "12125550100", form), national);
  EXPECT_EQ(classify(us, "18765550100", form), abroad_in_plan);
  EXPECT_EQ(classify(us, "442079460000", form), international);
  EXPECT_EQ(classify(us, "911", form), emergency);
  EXPECT_EQ(classify(*find_plan("GB"), "449061234567", form), premium);
}

TEST(Numbering, HasAPlanForWhoDoesNotKnowTheCountry) {
  expect_all(R"(
    ZZ 112 emergency
    ZZ 00252612345678 international
    ZZ 011252612345678 international
    ZZ +252612345678 international
    ZZ 0900123456 premium
    ZZ 19005550100 premium
    ZZ 18765550100 abroad_in_plan
    ZZ +18765550100 abroad_in_plan
    ZZ 12125550100 national
    ZZ 02079460000 national
    ZZ 200 short_number
    ZZ *69 service_code
  )");
  const NumberingPlan& none = *find_plan("zz");
  EXPECT_EQ(classify(none, "252612345678", DialForm::e164_without_plus), international);
  EXPECT_NE(plans().back().country, "ZZ");
}

TEST(Numbering, KnowsWhatCosts) {
  const NumberingPlan& jp = *find_plan("JP");
  const NumberingPlan& br = *find_plan("BR");
  EXPECT_TRUE(reaches_abroad(jp, carrier_select));
  EXPECT_FALSE(reaches_abroad(br, carrier_select));
  EXPECT_TRUE(is_costly(br, premium));
  EXPECT_TRUE(is_costly(br, abroad_in_plan));
  EXPECT_FALSE(is_costly(br, emergency));
  EXPECT_FALSE(is_costly(br, national));
}

// The claim that the two views agree, and that no input makes trouble.
TEST(Numbering, DecidesByTheFirstPatternWhateverTheInput) {
  std::mt19937 random(1);
  const std::string_view alphabet = "0123456789012345678901234567890000111+*#a[";
  for (int round = 0; round < 5000; ++round) {
    const NumberingPlan& plan = plans()[random() % plans().size()];
    std::string number(random() % 20, '0');
    for (char& c : number) c = alphabet[random() % alphabet.size()];
    const NumberClass told = classify(plan, number);
    const auto all = rules(plan);
    const auto first = std::find_if(all.begin(), all.end(), [&](const NumberRule& rule) {
      return matches_pattern(rule.pattern, number);
    });
    EXPECT_EQ(told, first == all.end() ? unknown : first->number_class) << plan.country << " " << number;
  }
  EXPECT_EQ(classify(*find_plan("JP"), "010" + std::string(1'000'000, '4')), international);
  EXPECT_EQ(classify(*find_plan("JP"), std::string(1'000'000, '-')), unknown);
}

TEST(MatchesPattern, FollowsAsterisk) {
  EXPECT_TRUE(matches_pattern("0[1-35]XZN", "05012"));
  EXPECT_FALSE(matches_pattern("0[1-35]XZN", "04012"));
  EXPECT_FALSE(matches_pattern("0[1-35]XZN", "05002"));
  EXPECT_FALSE(matches_pattern("0[1-35]XZN", "05011"));
  EXPECT_TRUE(matches_pattern("0.", "01"));
  EXPECT_FALSE(matches_pattern("0.", "0"));
  EXPECT_FALSE(matches_pattern("0[12", "01"));
  EXPECT_TRUE(matches_pattern("", ""));
}

}  // namespace
}  // namespace denwaban::knowledge
