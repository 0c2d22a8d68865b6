// SPDX-License-Identifier: GPL-3.0-or-later
#include "knowledge/dialled_number.h"

#include <gtest/gtest.h>

#include <random>
#include <sstream>

#include "knowledge/destinations.h"
#include "knowledge/emergency_numbers.h"

namespace denwaban::knowledge {
namespace {

DiallingHabits habits_of(std::string_view country, std::vector<std::string> outside = {},
                         std::string area = {}) {
  DiallingHabits habits;
  habits.plan = find_plan(country);
  habits.outside_prefixes = std::move(outside);
  habits.area_code = std::move(area);
  return habits;
}

// Each line: what is dialled, its class, E.164 ("-": none).
void expect_all(const DiallingHabits& habits, std::string_view table) {
  std::istringstream lines{std::string(table)};
  std::string dialled, number_class, e164;
  while (lines >> dialled >> number_class >> e164) {
    const DialledNumber found = read_dialled(habits, dialled);
    EXPECT_EQ(to_string(found.number_class), number_class) << dialled;
    EXPECT_EQ(found.e164.empty() ? "-" : found.e164, e164) << dialled;
  }
}

TEST(ReadDialled, KnowsAGermanOfficeThatDialsZeroForALine) {
  expect_all(habits_of("DE", {"0"}, "30"), R"(
    0030123456 national 4930123456
    0123456789 national 4930123456789
    000252615551234 international 252615551234
    0015112345678 national 4915112345678
    0110 emergency -
    110 emergency -
    0112 emergency -
    234 short_number -
    23456 short_number -
    00900123456 premium 49900123456
    +252615551234 international 252615551234
    +49(0)30-123456 national 4930123456
    001801234567 shared_cost 491801234567
    *98 service_code -
    alice unknown -
  )");
}

TEST(ReadDialled, KnowsHowPeopleDialInAmerica) {
  expect_all(habits_of("US", {"9"}, "212"), R"(
    95550199 national 12125550199
    93105550199 national 13105550199
    913105550199 national 13105550199
    9011252615551234 international 252615551234
    918765550123 abroad_in_plan 18765550123
    98765550123 abroad_in_plan 18765550123
    9911 emergency -
    911 emergency -
    *67911 emergency -
    9*678765550123 abroad_in_plan 18765550123
    91010288011252615551234 international 252615551234
    919005550123 premium 19005550123
    5123 short_number -
    +13105550199 national 13105550199
  )");
}

TEST(ReadDialled, KnowsHowPeopleDialInJapanBrazilRussiaAndFrance) {
  expect_all(habits_of("JP"), R"(
    0312345678 national 81312345678
    010252615551234 international 252615551234
    184010252615551234 international 252615551234
    0033010252615551234 international 252615551234
    00330312345678 carrier_select 81312345678
    119 emergency -
    184119 emergency -
    0570123456 shared_cost 81570123456
  )");
  expect_all(habits_of("BR", {}, "11"), R"(
    02111912345678 carrier_select 5511912345678
    0215511912345678 carrier_select 5511912345678
    011912345678 national 5511912345678
    0021252615551234 international 252615551234
  )");
  expect_all(habits_of("RU"), R"(
    810252615551234 international 252615551234
    84951234567 national 74951234567
    87271234567 abroad_in_plan 77271234567
  )");
  expect_all(habits_of("FR", {"0"}), R"(
    00612345678 national 33612345678
    000252615551234 international 252615551234
    015 emergency -
  )");
  expect_all(habits_of("IT"), "0612345678 national 390612345678");
}

// "9" for a line and 00: only some dialplans take it, thieves try whether this one does.
TEST(ReadDialled, FindsTheNumberBehindPrefixesThatNobodyToldItOf) {
  for (const std::string_view dialled :
       {"900252615551234", "800252615551234", "000252615551234", "9900252615551234"}) {
    const DialledNumber found = read_dialled(habits_of("DE", {}, "30"), dialled);
    EXPECT_EQ(found.e164, "252615551234") << dialled;
    EXPECT_EQ(found.number_class, NumberClass::international) << dialled;
  }
  EXPECT_EQ(read_dialled(habits_of("US", {}, "212"), "9011252615551234").e164, "252615551234");
  EXPECT_EQ(read_dialled(habits_of("US", {"9"}, "212"), "00252615551234").e164, "252615551234") << "as in Europe";
}

TEST(ReadDialled, KnowsWhatIsForeignWithoutKnowingTheCountry) {
  expect_all({}, R"(
    00252615551234 international 252615551234
    011252615551234 international 252615551234
    +252615551234 international 252615551234
    900252615551234 international 252615551234
    18765550123 abroad_in_plan 18765550123
    112 emergency -
    9911 emergency -
    030123456 national -
  )");
}

TEST(ReadDialled, TakesWhatTheTrunkWasSentWhereItTellsMore) {
  const DiallingHabits habits = habits_of("DE", {"0"}, "30");
  EXPECT_EQ(read_dialled(habits, "7001", "252615551234").e164, "252615551234")
      << "a short dial, E.164 without plus";
  EXPECT_EQ(read_dialled(habits, "7001", "+252615551234").e164, "252615551234");
  EXPECT_EQ(read_dialled(habits, "7001", "00252615551234").e164, "252615551234");
  EXPECT_EQ(read_dialled(habits, "0030123456", "4930123456").e164, "4930123456");
  EXPECT_EQ(read_dialled(habits, "0030123456", "030123456").e164, "4930123456");
  EXPECT_EQ(read_dialled(habits, "0123456", "4930123456").e164, "4930123456") << "a local number";
  EXPECT_EQ(read_dialled(habits, "000252615551234", "7788252615551234").e164, "252615551234")
      << "a carrier's prefix";
  EXPECT_EQ(read_dialled(habits, "0030123456", "").e164, "4930123456");
}

TEST(ReadDialled, SeesThePrefixThatTheExchangeTookOff) {
  struct {
    const char *country, *dialled, *sent, *number_class, *e164;
  } cases[] = {
      {"DE", "00171234567", "0171234567", "national", "49171234567"},
      {"DE", "000252615551234", "00252615551234", "international", "252615551234"},
      {"FR", "00145678901", "0145678901", "national", "33145678901"},
      {"US", "912125550199", "12125550199", "national", "12125550199"},
      {"ZZ", "00171234567", "0171234567", "national", ""},
      {"ZZ", "900252615551234", "00252615551234", "international", "252615551234"},
      // What was taken off was the prefix of the number itself.
      {"DE", "00252615551234", "252615551234", "international", "252615551234"},
      {"DE", "01711234567", "1711234567", "national", "491711234567"},
  };
  for (const auto& one : cases) {
    const DialledNumber found = read_dialled(habits_of(one.country), one.dialled, one.sent);
    EXPECT_EQ(to_string(found.number_class), one.number_class) << one.country << " " << one.dialled;
    EXPECT_EQ(found.e164, one.e164) << one.country << " " << one.dialled;
  }
}

TEST(ReadDialled, DecidesADoubtForTheEmergency) {
  for (const NumberingPlan& plan : plans()) {
    for (const std::string_view number : {"112", "911"}) {
      for (const std::string_view outside : {"", "0", "9"}) {
        DiallingHabits habits;
        habits.plan = &plan;
        if (!outside.empty()) habits.outside_prefixes = {std::string(outside)};
        EXPECT_TRUE(read_dialled(habits, std::string(outside) + std::string(number)).emergency())
            << plan.country << outside << number;
        EXPECT_TRUE(read_dialled(habits, number).emergency()) << plan.country << number;
        EXPECT_TRUE(read_dialled(habits, "77", number).emergency()) << plan.country << " sent " << number;
      }
    }
  }
  const DiallingHabits berlin = habits_of("DE", {"0"}, "30");
  EXPECT_TRUE(read_dialled(berlin, "0110", "4930110").emergency()) << "as some trunks want it";
  EXPECT_TRUE(read_dialled(berlin, "999").emergency()) << "a visitor's habit";
  EXPECT_TRUE(read_dialled(berlin, "0119").emergency());
}

TEST(ReadDialled, TakesNothingLongerForAnEmergency) {
  const DiallingHabits habits = habits_of("DE", {"0"}, "30");
  EXPECT_FALSE(read_dialled(habits, "0112252615551234").emergency());
  EXPECT_FALSE(read_dialled(habits, "999", "00252615551234").emergency()) << "a short dial to Somalia";
  EXPECT_EQ(read_dialled(habits, "999", "00252615551234").e164, "252615551234");
  EXPECT_FALSE(read_dialled(habits, "00900110").emergency());
}

TEST(ReadDialled, HasDigitsOnlyAndNotManyWhateverIsDialled) {
  std::mt19937 random(11);
  constexpr std::string_view kTyped = "0123456789012345678901234567890123456789*#ax";
  for (const NumberingPlan& plan : plans()) {
    DiallingHabits habits;
    habits.plan = &plan;
    for (int i = 0; i < 500; ++i) {
      std::string dialled = i % 2 == 0 ? "0" : "";
      for (size_t length = random() % 60; length > 0; --length)
        dialled += kTyped[random() % (i % 3 == 0 ? 40 : kTyped.size())];
      const DialledNumber found = read_dialled(
          habits, dialled, i % 5 == 0 ? std::string_view(dialled).substr(dialled.size() / 8) : "");
      EXPECT_LE(found.e164.size(), DialledNumber::kDigitsMax) << plan.country << " " << dialled;
      EXPECT_EQ(found.e164.find_first_not_of("0123456789"), std::string::npos)
          << plan.country << " " << dialled;
    }
  }
}

TEST(ReadDialled, BringsEveryNumberDialledAbroadBackWhateverTheHabits) {
  std::mt19937 random(7);
  for (const NumberingPlan& plan : plans()) {
    for (const std::string_view abroad :
         {"252615551234", "4915112345678", "8613912345678", "18765550123", "881612345678"}) {
      if (abroad.starts_with(plan.country_code) || plan.country_code == "86") continue;
      DiallingHabits habits;
      habits.plan = &plan;
      const std::string outside(1, static_cast<char>('0' + random() % 10));
      EXPECT_EQ(read_dialled(habits, "+" + std::string(abroad)).e164, abroad) << plan.country;
      const std::string& prefix = plan.international_prefixes[0];
      if (plan.international_prefixes.size() > 1 || prefix.find_first_of("XZN[") != std::string::npos)
        continue;
      habits.outside_prefixes = {outside};
      EXPECT_EQ(read_dialled(habits, outside + prefix + std::string(abroad)).e164, abroad)
          << plan.country << " " << outside << prefix;
    }
  }
}

TEST(ReadDialled, SeesALineThatNobodyToldOfBehindWhatIsSentInE164) {
  for (const auto& [country, dialled, national] :
       {std::tuple("DE", "00301234567", "301234567"), std::tuple("FR", "00142685300", "142685300"),
        std::tuple("GB", "002079460958", "2079460958"), std::tuple("SE", "008123456", "8123456"),
        std::tuple("NL", "00201234567", "201234567"), std::tuple("IT", "00612345678", "0612345678"),
        std::tuple("US", "93105550199", "3105550199")}) {
    const DiallingHabits habits = habits_of(country);
    const std::string e164 = habits.plan->country_code + national;
    for (const std::string& sent : {"+" + e164, e164}) {
      const DialledNumber found = read_dialled(habits, dialled, sent);
      EXPECT_EQ(found.e164, e164) << country << " " << dialled << " sent " << sent;
      EXPECT_FALSE(found.number_class == NumberClass::international) << country << " " << dialled << " sent " << sent;
    }
  }
  const DiallingHabits habits = habits_of("DE");
  EXPECT_EQ(read_dialled(habits, "00301234567", "0049301234567").e164, "49301234567");
  for (const char* abroad : {"+301234567890", "301234567890", "00301234567890"})
    EXPECT_EQ(read_dialled(habits, "00301234567890", abroad).e164, "301234567890") << abroad;
  EXPECT_EQ(read_dialled(habits_of("IT"), "00612345678", "0612345678").e164, "390612345678");
  EXPECT_EQ(read_dialled(habits_of("IT"), "00252612345", "252612345").e164, "252612345");
  EXPECT_EQ(read_dialled(habits_of("IT", {"0"}), "000252612345", "252612345").e164, "252612345");
  EXPECT_EQ(read_dialled(habits_of("IT", {"9"}), "900252612345", "252612345").e164, "252612345");
}

TEST(NumbersForHelp, AreTheCountrysAloneAndBehindTheOutsidePrefix) {
  EXPECT_EQ(numbers_for_help(habits_of("DE", {"0"})),
            (std::vector<std::string>{"110", "112", "911", "0110", "0112", "0911"}));
  EXPECT_EQ(numbers_for_help(habits_of("US")), (std::vector<std::string>{"112", "911", "0112", "0911", "9112", "9911"}));
}

TEST(NumbersForHelp, AreEmergenciesInEveryCountryAndFew) {
  for (const NumberingPlan& plan : plans()) {
    const DiallingHabits habits = habits_of(plan.country);
    const auto numbers = numbers_for_help(habits);
    EXPECT_LE(numbers.size(), kNumbersForHelp);
    for (const std::string& number : numbers) EXPECT_TRUE(is_emergency(habits, number, number)) << plan.country << " " << number;
  }
}

TEST(ReadDialled, LivesThroughRandomBytes) {
  std::mt19937 random(11);
  const std::string_view letters = "0123456789+*#()-., ax";
  for (int round = 0; round < 20'000; ++round) {
    std::string dialled, sent;
    for (size_t i = random() % 40; i > 0; --i) dialled += letters[random() % letters.size()];
    for (size_t i = random() % 20; i > 0; --i) sent += letters[random() % letters.size()];
    const DiallingHabits habits = habits_of(plans()[random() % plans().size()].country, {"0", "9", ""}, "30");
    const DialledNumber found = read_dialled(habits, dialled, sent);
    EXPECT_LE(found.e164.size(), DialledNumber::kDigitsMax);
    EXPECT_EQ(found.e164.find_first_not_of("0123456789"), std::string::npos);
    if (found.emergency()) {
      EXPECT_EQ(found.e164, "");
    }
  }
}

}  // namespace
}  // namespace denwaban::knowledge
