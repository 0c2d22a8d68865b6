// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/top_keys.h"

#include <gtest/gtest.h>

#include "report/distinct.h"

namespace denwaban::report {
namespace {

TEST(TopKeys, CountsExactlyWhileThereIsRoom) {
  TopKeys keys(4);
  for (const char* key : {"a", "b", "a", "c", "a", "b"}) keys.add(key);
  auto ranked = keys.ranked();
  ASSERT_EQ(ranked.size(), 3u);
  EXPECT_EQ(ranked[0].key, "a");
  EXPECT_EQ(ranked[0].count, 3u);
  EXPECT_EQ(ranked[0].too_high, 0u);
  EXPECT_EQ(ranked[1].key, "b");
  EXPECT_EQ(keys.total(), 6u);
}

TEST(TopKeys, KeepsTheFrequentWhoeverSendsNewKeysForEver) {
  TopKeys keys(64);
  uint64_t often = 0;
  for (int i = 0; i < 100'000; ++i) {
    keys.add("junk " + std::to_string(i));
    if (i % 10 == 0) keys.add("often"), ++often;
  }
  auto ranked = keys.ranked();
  EXPECT_EQ(ranked.size(), 64u);
  EXPECT_EQ(ranked[0].key, "often");
  EXPECT_GE(ranked[0].count, often);
  EXPECT_LE(ranked[0].count - ranked[0].too_high, often);
  EXPECT_EQ(keys.total(), 110'000u);
}

TEST(TopKeys, CutsLongKeys) {
  TopKeys keys(4);
  keys.add(std::string(100'000, 'x'));
  EXPECT_LE(keys.ranked()[0].key.size(), 256u);
}

TEST(TopKeys, SurvivesSavingTrimmingAndDamage) {
  TopKeys keys(8);
  for (int i = 0; i < 8; ++i)
    keys.add(std::string(1, static_cast<char>('a' + i)), static_cast<uint64_t>(i + 1));
  keys.trim(3);
  ByteWriter out;
  keys.save(out);
  TopKeys loaded(8);
  ByteReader in(out.bytes());
  ASSERT_TRUE(loaded.load(in));
  EXPECT_EQ(loaded.total(), 36u);
  ASSERT_EQ(loaded.ranked().size(), 3u);
  EXPECT_EQ(loaded.ranked()[0].key, "h");
  loaded.add("h");
  EXPECT_EQ(loaded.ranked()[0].count, 9u);
  for (size_t cut = 0; cut < out.bytes().size(); ++cut) {
    ByteReader damaged(std::string_view(out.bytes()).substr(0, cut));
    TopKeys fresh(8);
    EXPECT_FALSE(fresh.load(damaged)) << cut;
  }
}

TEST(Distinct, IsExactForFewAndCloseForMany) {
  for (uint64_t many : {0u, 1u, 20u, 500u, 20'000u, 1'000'000u}) {
    Distinct distinct;
    for (uint64_t i = 0; i < many; ++i)
      for (int again = 0; again < 2; ++again) distinct.add(hash(HashSeed{}, i));
    EXPECT_NEAR(static_cast<double>(distinct.count()), static_cast<double>(many),
                static_cast<double>(many) * 0.05)
        << many;
  }
}

}  // namespace
}  // namespace denwaban::report
