// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/prefix_map.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace denwaban {
namespace {

IpPrefix prefix(const char* text) { return IpPrefix::parse(text).value(); }
IpAddress address(const char* text) { return IpAddress::parse(text).value(); }

PrefixMap<int> map_of(const std::vector<const char*>& prefixes) {
  PrefixMap<int> map;
  int number = 0;
  for (auto text : prefixes) map[prefix(text)] = ++number;
  return map;
}

TEST(PrefixMap, FindsNothingWhenEmpty) {
  PrefixMap<int> map;
  EXPECT_EQ(map.longest(address("192.0.2.1")), nullptr);
  EXPECT_FALSE(map.overlaps(prefix("0.0.0.0/0")));
  EXPECT_TRUE(map.empty());
}

TEST(PrefixMap, PrefersTheLongestPrefix) {
  auto map = map_of({"0.0.0.0/0", "192.0.2.0/24", "192.0.2.128/25"});
  EXPECT_EQ(map.longest(address("192.0.2.200"))->second, 3);
  EXPECT_EQ(map.longest(address("192.0.2.1"))->second, 2);
  EXPECT_EQ(map.longest(address("198.51.100.1"))->second, 1);
}

TEST(PrefixMap, KeepsTheFamiliesApart) {
  auto map = map_of({"::/0", "0.0.0.0/0"});
  EXPECT_EQ(map.longest(address("2001:db8::1"))->second, 1);
  EXPECT_EQ(map.longest(address("192.0.2.1"))->second, 2);
  map.erase(prefix("0.0.0.0/0"));
  EXPECT_EQ(map.longest(address("192.0.2.1")), nullptr);
}

TEST(PrefixMap, MatchesIpv6ByBitsNotBytes) {
  auto map = map_of({"2001:db8::/35"});
  EXPECT_NE(map.longest(address("2001:db8:1fff::1")), nullptr);
  EXPECT_EQ(map.longest(address("2001:db8:2000::1")), nullptr);
}

TEST(PrefixMap, FallsBackToTheShorterPrefixAfterAnErase) {
  auto map = map_of({"10.0.0.0/8", "10.1.0.0/16"});
  EXPECT_TRUE(map.erase(prefix("10.1.0.0/16")));
  EXPECT_FALSE(map.erase(prefix("10.1.0.0/16")));
  EXPECT_EQ(map.longest(address("10.1.2.3"))->second, 1);
}

TEST(PrefixMap, OverwritesTheValueOfTheSamePrefix) {
  auto map = map_of({"10.0.0.0/8"});
  map[prefix("10.0.0.0/8")] = 7;
  EXPECT_EQ(map.size(), 1u);
  map.erase(prefix("10.0.0.0/8"));
  EXPECT_EQ(map.longest(address("10.0.0.1")), nullptr);
}

TEST(PrefixMap, CoveringAsksTheNextShorterWhenTheLongestIsNotWanted) {
  auto map = map_of({"10.0.0.0/8", "10.1.0.0/16"});
  auto first = [](const auto& entry) { return entry.second == 1; };
  EXPECT_EQ(map.covering(prefix("10.1.2.0/24"), first)->first, prefix("10.0.0.0/8"));
  EXPECT_EQ(map.covering(prefix("11.0.0.0/8"), first), nullptr);
}

TEST(PrefixMap, InsideListsWhatAPrefixHolds) {
  auto map = map_of({"10.0.0.0/8", "10.1.0.0/16", "10.1.2.3/32", "10.2.0.0/16"});
  std::vector<int> held;
  auto collect = [&](const auto& entry) {
    held.push_back(entry.second);
    return false;
  };
  map.inside(prefix("10.1.0.0/16"), collect);
  EXPECT_THAT(held, testing::ElementsAre(2, 3));
}

TEST(PrefixMap, InsideOfAShortIpv6PrefixStepsOverIpv4) {
  auto map = map_of({"::1/128", "192.0.2.1/32", "::1:0:0:1/128", "2001:db8::/32"});
  std::vector<int> held;
  map.inside(prefix("::/0"), [&](const auto& entry) {
    held.push_back(entry.second);
    return false;
  });
  EXPECT_THAT(held, testing::ElementsAre(1, 3, 4));
}

TEST(PrefixMap, OverlapsInBothDirections) {
  auto map = map_of({"192.0.2.0/24"});
  EXPECT_TRUE(map.overlaps(prefix("192.0.0.0/16")));
  EXPECT_TRUE(map.overlaps(prefix("192.0.2.7/32")));
  EXPECT_FALSE(map.overlaps(prefix("192.0.3.0/24")));
}

TEST(PrefixMap, AgreesWithALinearSearch) {
  std::mt19937 random(7);
  PrefixMap<int> map;
  std::vector<IpPrefix> all;
  for (int i = 0; i < 300; ++i) {
    IpPrefix p(IpAddress::v4(static_cast<uint32_t>(0xc0000000u | (random() & 0x3ff) << 12)),
               static_cast<int>(4 + random() % 29));
    map[p] = i;
    all.push_back(p);
  }
  for (int i = 0; i < 2000; ++i) {
    IpAddress a = IpAddress::v4(static_cast<uint32_t>(0xc0000000u | (random() & 0x3fffff)));
    int longest = -1;
    for (const auto& p : all)
      if (p.contains(a) && p.length() > longest) longest = p.length();
    auto found = map.longest(a);
    ASSERT_EQ(found ? found->first.length() : -1, longest) << a.to_string();
  }
}

}  // namespace
}  // namespace denwaban
