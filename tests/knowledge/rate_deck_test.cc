// SPDX-License-Identifier: GPL-3.0-or-later
#include "knowledge/rate_deck.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <random>

namespace denwaban::knowledge {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr Currency kEuro;

RateDeck deck_of(std::string_view csv) {
  auto deck = RateDeck::read(csv, kEuro);
  EXPECT_TRUE(deck.has_value()) << (deck ? "" : deck.error().message);
  return deck ? std::move(*deck) : RateDeck();
}

std::string error_of(std::string_view csv) {
  const auto deck = RateDeck::read(csv, kEuro);
  EXPECT_FALSE(deck.has_value());
  return deck ? "" : deck.error().message;
}

TEST(RateDeck, TakesTheLongestPrefix) {
  const RateDeck deck = deck_of("prefix,price_per_minute\n49,0.01\n4915,0.05\n252,0.7\n25261,0.8\n");
  EXPECT_EQ(deck.size(), 4u);
  EXPECT_EQ(deck.find("4930123456")->per_minute.text(), "0.0100");
  EXPECT_EQ(deck.find("4915112345678")->per_minute.text(), "0.0500");
  EXPECT_EQ(deck.find("252615551234")->prefix, "25261");
  EXPECT_EQ(deck.find("252715551234")->prefix, "252");
  EXPECT_EQ(deck.find("253"), nullptr);
  EXPECT_EQ(deck.find("4"), nullptr);
  EXPECT_EQ(deck.find(""), nullptr);
}

TEST(RateDeck, ReadsTheColumnsAsCarriersNameThem) {
  const RateDeck deck = deck_of(
      "\xEF\xBB\xBF"
      "ACME Telecom;;;;;\r\n\r\n"
      "Destination;Dial Code;Rate (USD)/min;Setup Fee;Billing Increment;Effective Date\r\n"
      "\"Somalia; mobile\";\"25261, 25262\";0,7125;0,01;60/6;2024-01-01\r\n"
      "Germany;49;0,01;;1/1;2024-01-01\r\n");
  EXPECT_EQ(deck.currency().text(), "USD");
  ASSERT_EQ(deck.size(), 3u);
  const Rate& rate = *deck.find("252625551234");
  EXPECT_EQ(rate.per_minute.micros, 712'500);
  EXPECT_EQ(rate.connection_fee.micros, 10'000);
  EXPECT_EQ(rate.first_seconds, 60u);
  EXPECT_EQ(rate.step_seconds, 6u);
  EXPECT_THAT(deck.remarks(), ElementsAre(HasSubstr("Effective Date")));
}

TEST(RateDeck, ReadsTabulatorsQuotesAndIncrementsInColumnsOfTheirOwn) {
  const RateDeck deck =
      deck_of("code\tname\trate\tinitial\tinterval\n\"44\"\t\"a \"\"quoted\"\"\nname\"\t\"0.5\"\t30\t6\n");
  ASSERT_EQ(deck.size(), 1u);
  EXPECT_EQ(deck.rates()[0].first_seconds, 30u);
  EXPECT_EQ(deck.rates()[0].step_seconds, 6u);
}

TEST(RateDeck, TakesAStepAloneForTheShortestCallToo) {
  const RateDeck deck = deck_of("prefix,rate,increment\n44,0.6,60\n");
  EXPECT_EQ(deck.rates()[0].cost(Seconds(1)).micros, 600'000);
  EXPECT_EQ(deck.rates()[0].cost(Seconds(61)).micros, 1'200'000);
}

TEST(RateDeck, ReadsRanges) {
  const RateDeck deck = deck_of("prefix,rate\n4470-4479,0.3\n\"+1876, 1809\",0.2\n0049,0.01\n");
  EXPECT_EQ(deck.size(), 13u);
  EXPECT_EQ(deck.find("447512345")->prefix, "4475");
  EXPECT_NE(deck.find("18095550123"), nullptr);
  EXPECT_NE(deck.find("4930"), nullptr);
}

TEST(RateDeck, TakesTheLastOfSeveralRatesForAPrefix) {
  const RateDeck deck = deck_of("prefix,rate\n49,0.01\n44,0.02\n49,0.03\n49,0.02\n");
  EXPECT_EQ(deck.size(), 2u);
  EXPECT_EQ(deck.find("49")->per_minute.text(), "0.0200");
  EXPECT_THAT(deck.remarks(), ElementsAre(HasSubstr("2 prices are repeated")));
}

TEST(RateDeck, RoundsPricesUpToAMillionth) {
  const RateDeck deck = deck_of("prefix,rate\n49,0.00123401\n44,0.01000000\n");
  EXPECT_EQ(deck.find("49")->per_minute.micros, 1235);
  EXPECT_EQ(deck.find("44")->per_minute.micros, 10'000);
  EXPECT_THAT(deck.remarks(), ElementsAre(HasSubstr("1 price has more than six decimals")));
}

TEST(RateDeck, NamesLineAndColumnOfWhatItCannotRead) {
  EXPECT_THAT(error_of("prefix,rate\n49,0.01\n44,cheap\n"),
              testing::AllOf(HasSubstr("line 3"), HasSubstr("column rate"), HasSubstr("cheap")));
  EXPECT_THAT(error_of("prefix,rate\n49x,0.01\n"),
              testing::AllOf(HasSubstr("line 2"), HasSubstr("column prefix"), HasSubstr("49x")));
  EXPECT_THAT(error_of("prefix,rate\n49,-0.01\n"), HasSubstr("is no price"));
  EXPECT_THAT(error_of("prefix,rate\n49,\n"), HasSubstr("is no price"));
  EXPECT_THAT(error_of("prefix,rate\n49\n"), HasSubstr("is no price"));
  EXPECT_THAT(error_of("prefix,rate,step\n49,0.1,often\n"), HasSubstr("column step"));
  EXPECT_THAT(error_of("prefix,rate\n4470-447,1\n"), HasSubstr("range"));
  EXPECT_THAT(error_of("prefix,rate\n1000000-9999999,1\n"), HasSubstr("range"));
  EXPECT_THAT(error_of("prefix,rate,currency\n49,1,EUR\n44,1,USD\n"),
              testing::AllOf(HasSubstr("line 3"), HasSubstr("USD")));
  EXPECT_THAT(error_of("prefix,rate\n49,\"1\n"), HasSubstr("quotation mark"));
  EXPECT_THAT(error_of("prefix,rate\n"), HasSubstr("no price"));
  EXPECT_THAT(error_of("name,price\n49,1\n"), HasSubstr("names its columns"));
  EXPECT_THAT(error_of(""), HasSubstr("names its columns"));
}

TEST(RateDeck, TakesTheCurrencyThatItWasToldWhereItDoesNotSay) {
  EXPECT_EQ(deck_of("prefix,rate\n49,1\n").currency().text(), "EUR");
  EXPECT_EQ(deck_of("prefix,rate,currency\n49,1,gbp\n").currency().text(), "GBP");
}

TEST(RateDeck, ReadsNoMoreThanItsBound) {
  std::string csv = "prefix,rate\n";
  for (int i = 0; i <= 200; ++i) csv += fmt::format("{}0000-{}9999,0.1\n", 10'000 + i, 10'000 + i);
  EXPECT_THAT(error_of(csv), HasSubstr("2,000,000"));
}

TEST(RateDeck, FindsWhatASearchThroughAllRatesFinds) {
  std::mt19937 random(1);
  const auto digits = [&random](size_t most) {
    std::string text(1, static_cast<char>('1' + random() % 3));
    for (size_t i = random() % most; i > 0; --i) text += static_cast<char>('0' + random() % 3);
    return text;
  };
  std::string csv = "prefix,rate\n";
  for (int i = 0; i < 400; ++i) csv += digits(7) + ",0.1\n";
  const RateDeck deck = deck_of(csv);
  for (int round = 0; round < 5000; ++round) {
    const std::string number = digits(12);
    const Rate* longest = nullptr;
    for (const Rate& rate : deck.rates()) {
      if (number.starts_with(rate.prefix) &&
          (longest == nullptr || rate.prefix.size() > longest->prefix.size()))
        longest = &rate;
    }
    EXPECT_EQ(deck.find(number), longest) << number;
  }
}

Rate rate_of(int64_t price, int64_t fee, uint32_t first, uint32_t step) {
  Rate rate;
  rate.per_minute = Amount{price};
  rate.connection_fee = Amount{fee};
  rate.first_seconds = first;
  rate.step_seconds = step;
  return rate;
}

TEST(RateCost, BillsAsTheRateSays) {
  const Rate rate = rate_of(600'000, 100'000, 30, 6);
  EXPECT_EQ(rate.cost(Seconds(0)), Amount{}) << "nobody answered";
  EXPECT_EQ(rate.cost(Seconds(-5)), Amount{});
  EXPECT_EQ(rate.cost(Seconds(1)).micros, 100'000 + 300'000);
  EXPECT_EQ(rate.cost(Seconds(30)).micros, 100'000 + 300'000);
  EXPECT_EQ(rate.cost(Seconds(31)).micros, 100'000 + 360'000);
  EXPECT_EQ(rate.cost(Seconds(3600)).micros, 100'000 + 36'000'000);
  EXPECT_EQ(rate_of(100, 0, 1, 1).cost(Seconds(1)).micros, 2) << "1.67 millionths are rounded up";
  EXPECT_EQ(rate_of(60, 0, 1, 0).cost(Seconds(7)).micros, 7) << "no step is a second";
}

// Against the same arithmetic in 128 bits.
TEST(RateCost, IsExact) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 200'000; ++round) {
    const auto price = static_cast<int64_t>(random() >> (1 + random() % 62));
    const auto talked = static_cast<int64_t>(random() >> (24 + random() % 39));
    const Rate rate = rate_of(price, static_cast<int64_t>(random() % 1'000'000),
                              static_cast<uint32_t>(random() % 120), static_cast<uint32_t>(random() % 61));
    const auto step = static_cast<__int128>(std::max(rate.step_seconds, 1u));
    const auto first = static_cast<__int128>(rate.first_seconds);
    __int128 billed = first;
    if (talked > first) billed = first + (talked - first + step - 1) / step * step;
    __int128 cost = talked <= 0 ? 0 : (price * billed + 59) / 60 + rate.connection_fee.micros;
    cost = std::min<__int128>(cost, std::numeric_limits<int64_t>::max());
    EXPECT_EQ(rate.cost(Seconds(talked)).micros, static_cast<int64_t>(cost)) << price << " " << talked;
  }
}

TEST(RateDeck, LivesThroughRandomBytes) {
  std::mt19937 random(9);
  const std::string_view parts[] = {
      "prefix", "rate", ",",    ";",   "\n", "\"", "49", "0.1",
      "-",      "\r\n", "60/1", "1,5", "+",  "\t", "|",  std::string_view("\0", 1)};
  for (int round = 0; round < 20'000; ++round) {
    std::string csv = round % 2 == 0 ? "prefix,rate\n" : "";
    for (size_t i = random() % 30; i > 0; --i) csv += parts[random() % std::size(parts)];
    const auto deck = RateDeck::read(csv, kEuro);
    if (deck) {
      EXPECT_GT(deck->size(), 0u);
    } else {
      EXPECT_FALSE(deck.error().message.empty());
    }
  }
}

}  // namespace
}  // namespace denwaban::knowledge
