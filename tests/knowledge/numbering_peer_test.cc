// SPDX-License-Identifier: GPL-3.0-or-later
// Our numbering plans beside libphonenumber, which knows the same facts from the same regulators.
#include <gtest/gtest.h>
#include <phonenumbers/phonenumberutil.h>
#include <phonenumbers/shortnumberinfo.h>

#include <cstdio>
#include <cstring>
#include <random>

#include "knowledge/numbering.h"

namespace denwaban::knowledge {
namespace {

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;
using i18n::phonenumbers::ShortNumberInfo;

const PhoneNumberUtil& library() { return *PhoneNumberUtil::GetInstance(); }

std::string national_form(const NumberingPlan& plan, const PhoneNumber& number) {
  std::string significant;
  library().GetNationalSignificantNumber(number, &significant);
  return plan.national_prefix + significant;
}

std::string e164(const PhoneNumber& number) {
  std::string text;
  library().Format(number, PhoneNumberUtil::E164, &text);
  return text;
}

// Each plan's example numbers of one type, in both forms, are of the class.
void examples_are(PhoneNumberUtil::PhoneNumberType type, NumberClass number_class) {
  size_t seen = 0;
  for (const NumberingPlan& plan : plans()) {
    PhoneNumber example;
    if (!library().GetExampleNumberForType(plan.country, type, &example)) continue;
    ++seen;
    for (const std::string& number : {national_form(plan, example), e164(example)}) {
      EXPECT_EQ(to_string(classify(plan, number)), to_string(number_class)) << plan.country << " " << number;
    }
  }
  EXPECT_GE(seen, 20u);
}

TEST(NumberingPeer, HasTheSameCountryCodes) {
  for (const NumberingPlan& plan : plans()) {
    EXPECT_EQ(std::to_string(library().GetCountryCodeForRegion(plan.country)), plan.country_code)
        << plan.country;
  }
}

TEST(NumberingPeer, AgreesOnExamples) {
  examples_are(PhoneNumberUtil::PREMIUM_RATE, NumberClass::premium);
  examples_are(PhoneNumberUtil::SHARED_COST, NumberClass::shared_cost);
  examples_are(PhoneNumberUtil::MOBILE, NumberClass::national);
  examples_are(PhoneNumberUtil::TOLL_FREE, NumberClass::national);
}

// The library formats a foreign number for dialling from each country, where the country's choice of prefix
// is plain.
TEST(NumberingPeer, CallsAbroadWhatTheLibraryDialsAbroad) {
  for (const NumberingPlan& plan : plans()) {
    for (const char* region : {"GB", "SO", "CU", "US", "JP", "LV"}) {
      PhoneNumber example;
      ASSERT_TRUE(library().GetExampleNumberForType(region, PhoneNumberUtil::MOBILE, &example));
      if (std::to_string(example.country_code()) == plan.country_code) continue;
      std::string text;
      library().FormatOutOfCountryCallingNumber(example, plan.country, &text);
      EXPECT_EQ(to_string(classify(plan, text)), "international") << plan.country << " " << text;
    }
  }
}

// Whatever the library takes for an emergency must be one here: it may never be refused.
TEST(NumberingPeer, KnowsEveryEmergencyNumber) {
  const ShortNumberInfo shorts;
  std::vector<std::string> numbers = {"1122", "1298", "1669", "2611", "90000", "10111", "10177"};
  for (const auto& [width, end] : {std::pair("%02d", 100), std::pair("%03d", 1000)}) {
    for (int value = 0; value < end; ++value) {
      char text[8];
      std::snprintf(text, sizeof text, width, value);
      if (std::strchr("019", text[0]) != nullptr) numbers.emplace_back(text);
    }
  }
  for (const NumberingPlan& plan : plans()) {
    size_t found = 0;
    for (const std::string& number : numbers) {
      if (!shorts.IsEmergencyNumber(number, plan.country)) continue;
      ++found;
      EXPECT_EQ(to_string(classify(plan, number)), "emergency") << plan.country << " " << number;
    }
    EXPECT_GT(found, 0u) << plan.country;
  }
}

// Numbers near the examples of all types: whatever the library calls premium is premium here; what it calls a
// subscriber or toll-free is not; and a number of another country in the same plan is abroad.
TEST(NumberingPeer, AgreesOnNumbersNearTheExamples) {
  std::mt19937 random(1);
  size_t valid = 0;
  for (const NumberingPlan& plan : plans()) {
    for (int type = 0; type <= PhoneNumberUtil::VOICEMAIL; ++type) {
      PhoneNumber example;
      if (!library().GetExampleNumberForType(plan.country,
                                             static_cast<PhoneNumberUtil::PhoneNumberType>(type), &example)) {
        continue;
      }
      for (int round = 0; round < 25; ++round) {
        std::string number = national_form(plan, example);
        for (size_t i = plan.national_prefix.size() + random() % 5; i < number.size(); ++i) {
          number[i] = static_cast<char>('0' + random() % 10);
        }
        PhoneNumber parsed;
        if (library().Parse(number, plan.country, &parsed) != PhoneNumberUtil::NO_PARSING_ERROR) continue;
        if (!library().IsValidNumberForRegion(parsed, plan.country)) continue;
        ++valid;
        const NumberClass told = classify(plan, national_form(plan, parsed));
        const auto kind = library().GetNumberType(parsed);
        if (kind == PhoneNumberUtil::PREMIUM_RATE) {
          EXPECT_EQ(to_string(told), "premium") << plan.country << " " << number;
        } else if (kind <= PhoneNumberUtil::TOLL_FREE) {
          EXPECT_NE(to_string(told), "premium") << plan.country << " " << number;
          EXPECT_NE(to_string(told), "unknown") << plan.country << " " << number;
          EXPECT_NE(to_string(told), "short_number") << plan.country << " " << number;
        }
      }
    }
  }
  EXPECT_GT(valid, 2500u);
}

TEST(NumberingPeer, KnowsTheNeighboursInsideAPlan) {
  const NumberingPlan& us = *find_plan("US");
  for (const char* region : {"AG", "AI", "BB", "BM", "BS", "DM", "DO", "GD", "JM", "KN", "KY", "LC", "MS",
                             "SX", "TC", "TT", "VC", "VG"}) {
    for (const auto type : {PhoneNumberUtil::MOBILE, PhoneNumberUtil::FIXED_LINE}) {
      PhoneNumber example;
      ASSERT_TRUE(library().GetExampleNumberForType(region, type, &example)) << region;
      EXPECT_EQ(to_string(classify(us, national_form(us, example))), "abroad_in_plan") << region;
    }
  }
  const NumberingPlan& gb = *find_plan("GB");
  for (const char* region : {"GG", "IM", "JE"}) {
    for (const auto type : {PhoneNumberUtil::MOBILE, PhoneNumberUtil::FIXED_LINE}) {
      PhoneNumber example;
      ASSERT_TRUE(library().GetExampleNumberForType(region, type, &example)) << region;
      EXPECT_EQ(to_string(classify(gb, national_form(gb, example))), "abroad_in_plan") << region;
    }
  }
}

}  // namespace
}  // namespace denwaban::knowledge
