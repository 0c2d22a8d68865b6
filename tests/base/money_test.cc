// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/money.h"

#include <gtest/gtest.h>

#include <limits>

namespace denwaban {
namespace {

TEST(Money, ReadsAndWritesExactly) {
  struct {
    const char *text, *written;
  } cases[] = {{"12", "12.0000"},         {"12.34", "12.3400"},       {"0.0345", "0.0345"}, {"0.000125", "0.000125"},
               {"0.00001", "0.00001"},    {"-1.5", "-1.5000"},        {"0", "0.0000"},      {"007.10", "7.1000"},
               {"1234567890.123456", "1234567890.123456"}};
  for (const auto& one : cases) {
    auto amount = Amount::parse(one.text);
    ASSERT_TRUE(amount) << one.text;
    EXPECT_EQ(amount->text(), one.written);
  }
}

TEST(Money, TakesNothingElseForAnAmount) {
  for (const char* text : {"", "-", ".", "1.", ".5", "1,5", "1.0000001", "1e3", "+1", " 1", "1 ", "--1", "nan",
                           "9223372036855", "99999999999999999999", "1.-5"})
    EXPECT_FALSE(Amount::parse(text)) << text;
}

TEST(Money, SumsStopAtTheEnds) {
  constexpr int64_t kMost = std::numeric_limits<int64_t>::max(), kLeast = std::numeric_limits<int64_t>::min();
  EXPECT_EQ((Amount{kMost} + Amount{1}).micros, kMost);
  EXPECT_EQ((Amount{kLeast} + Amount{-1}).micros, kLeast);
  EXPECT_EQ((Amount{3} + Amount{-5}).micros, -2);
  EXPECT_EQ(Amount{kLeast}.text(), "-9223372036854.775808");
}

TEST(Money, IsConvertedExactlyAndARestRoundedUp) {
  constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
  const Amount yen{177'000'000};
  EXPECT_EQ(Amount::parse("0.35")->converted(yen).text(), "61.9500");
  EXPECT_EQ((Amount{1}.converted(Amount{500'000}).micros), 1) << "half of a millionth";
  EXPECT_EQ((Amount{0}.converted(yen).micros), 0);
  EXPECT_EQ((Amount{kMost}.converted(yen).micros), kMost);
  EXPECT_EQ((Amount{kMost}.converted(Amount{Amount::kUnit}).micros), kMost);
}

TEST(Money, CurrenciesAreThreeCapitals) {
  ASSERT_TRUE(Currency::parse("JPY"));
  EXPECT_EQ(Currency::parse("JPY")->text(), "JPY");
  EXPECT_EQ(Currency().text(), "EUR");
  for (const char* text : {"", "EU", "eur", "EURO", "E1R"}) EXPECT_FALSE(Currency::parse(text)) << text;
}

}  // namespace
}  // namespace denwaban
