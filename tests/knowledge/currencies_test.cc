// SPDX-License-Identifier: GPL-3.0-or-later
#include "knowledge/currencies.h"

#include <gtest/gtest.h>

namespace denwaban::knowledge {
namespace {

TEST(Currencies, AEuroIsWorthWhatItIsWorth) {
  EXPECT_EQ(worth_of_euro(Currency()), Amount{Amount::kUnit});
  EXPECT_EQ(worth_of_euro(*Currency::parse("JPY"))->text(), "177.0000");
  EXPECT_EQ(worth_of_euro(*Currency::parse("GBP"))->text(), "0.8750");
  for (const char* first : {"AED", "ZAR"}) EXPECT_TRUE(worth_of_euro(*Currency::parse(first))) << first;
  for (const char* none : {"AAA", "EUS", "ZZZ"}) EXPECT_FALSE(worth_of_euro(*Currency::parse(none))) << none;
}

}  // namespace
}  // namespace denwaban::knowledge
