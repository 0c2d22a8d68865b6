// SPDX-License-Identifier: GPL-3.0-or-later
#include "knowledge/destinations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <set>
#include <sstream>

namespace denwaban::knowledge {
namespace {

// Each line: number, country ("-": none), type, risk.
TEST(Destinations, KnowWhereANumberRingsAndOnWhat) {
  std::istringstream lines(R"(
    252615551234 SO mobile extreme
    4930123456 DE fixed low
    4915112345678 DE mobile low
    4990012345678 DE premium high
    447012345678 GB personal high
    447400123456 GB mobile low
    447624123456 IM mobile low
    441632960123 GB test_range low
    12125550123 US fixed_or_mobile low
    18005550123 US toll_free low
    19005550123 US premium high
    16045550123 CA fixed_or_mobile low
    18765550123 JM fixed_or_mobile high
    18095550123 DO fixed_or_mobile high
    5351234567 CU mobile extreme
    870773123456 - satellite high
    881612345678 - satellite high
    88216123456 - satellite high
    8835100123456 - international_network high
    979012345678 - premium high
    80012345678 - toll_free low
    77012345678 KZ mobile low
    79161234567 RU mobile low
    6745551234 NR mobile high
    37122345678 LV mobile extreme
    9991234567 - unallocated medium
    2101234567 - unallocated medium
    1 US fixed_or_mobile low
  )");
  std::string digits, country, type, risk;
  while (lines >> digits >> country >> type >> risk) {
    const Destination& found = find_destination(digits);
    EXPECT_EQ(found.country.empty() ? "-" : found.country, country) << digits;
    EXPECT_EQ(to_string(found.type), type) << digits;
    EXPECT_EQ(to_string(found.risk), risk) << digits;
    EXPECT_TRUE(digits.starts_with(found.prefix)) << digits;
  }
  EXPECT_EQ(find_destination("252615551234").name, "Somalia");
  EXPECT_EQ(find_destination("881612345678").name, "Iridium");
}

TEST(Destinations, TakeWhatIsNoNumberForUnknown) {
  for (const std::string_view text : {"", "0", "0049301", "+4930", "49a", "alice", "4930123\n"})
    EXPECT_EQ(to_string(find_destination(text).type), "unknown") << text;
}

TEST(Destinations, AreOrderedAndEachPrefixStandsOnce) {
  ASSERT_GT(destinations().size(), 1500u);
  for (size_t i = 1; i < destinations().size(); ++i)
    EXPECT_LT(destinations()[i - 1].prefix, destinations()[i].prefix);
}

TEST(Destinations, NameADatedSourceForEachRisk) {
  for (const Destination& row : destinations()) {
    EXPECT_EQ(row.risk == Risk::low, row.risk_source.empty()) << row.prefix;
    if (row.risk != Risk::low) {
      EXPECT_THAT(std::string(row.risk_source), testing::ContainsRegex("20[0-9][0-9]")) << row.prefix;
    }
    EXPECT_FALSE(row.name.empty()) << row.prefix;
    EXPECT_GE(row.per_minute, Amount{}) << row.prefix;
    EXPECT_EQ(row.prefix.find_first_not_of("0123456789"), std::string_view::npos);
  }
}

TEST(Destinations, CostMoreWhereFraudGoes) {
  EXPECT_EQ(find_destination("4930123456").per_minute.text(), "0.0200");
  EXPECT_GT(find_destination("4915112345678").per_minute, find_destination("4930123456").per_minute);
  EXPECT_GT(find_destination("252615551234").per_minute.micros, 500'000);
  EXPECT_GT(find_destination("881612345678").per_minute.micros, 3'000'000);
  EXPECT_EQ(find_destination("498001234567").per_minute, Amount{});
}

// The table answers as a search through all rows does.
TEST(Destinations, FindTheLongestPrefix) {
  std::set<std::string, std::less<>> prefixes;
  for (const Destination& row : destinations()) prefixes.emplace(row.prefix);
  std::mt19937 random(3);
  for (int round = 0; round < 50'000; ++round) {
    std::string digits =
        round % 2 == 0 ? std::string(destinations()[random() % destinations().size()].prefix) : "";
    for (size_t i = random() % 12; i > 0 && digits.size() < 20; --i)
      digits += static_cast<char>('0' + random() % 10);
    if (digits.empty() || digits[0] == '0') continue;
    std::string_view longest;
    for (size_t size = 1; size <= std::min<size_t>(digits.size(), 15); ++size) {
      if (prefixes.contains(digits.substr(0, size))) longest = std::string_view(digits).substr(0, size);
    }
    EXPECT_EQ(find_destination(digits).prefix, longest) << digits;
  }
}

TEST(Destinations, LiveThroughRandomBytes) {
  std::mt19937 random(5);
  for (int round = 0; round < 20'000; ++round) {
    std::string bytes;
    for (size_t i = random() % 24; i > 0; --i) bytes += static_cast<char>(random());
    const Destination& found = find_destination(bytes);
    EXPECT_TRUE(bytes.starts_with(found.prefix));
  }
}

}  // namespace
}  // namespace denwaban::knowledge
