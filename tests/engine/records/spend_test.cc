// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/records/spend.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace denwaban::engine {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr Time kMonday = from_epoch_ms(1'798'790'400'000);  // 2027-01-01 08:00 UTC

fraud::Options options(std::string_view deck = {}) {
  fraud::Options options;
  options.habits.plan = knowledge::find_plan("DE");
  options.habits.area_code = "30";
  options.zone = TimeZone();
  if (deck.empty()) return options;
  auto read = knowledge::RateDeck::read(deck, Currency());
  if (read) options.rates = std::make_shared<const knowledge::RateDeck>(std::move(*read));
  return options;
}

constexpr std::string_view kDeck = "prefix,price_per_minute,connection_fee\n49,0.02,0\n252,1,0.1\n";

Call call(std::string account, std::string dialled, Time reached) {
  Call call;
  call.id = account + dialled;
  call.account = std::move(account);
  call.dialled = std::move(dialled);
  call.trunk = "carrier";
  call.direction = CallDirection::outgoing;
  call.began = reached - Seconds(4);
  call.answered = call.reached = reached;
  return call;
}

void end(Spend& spend, const Call& call, Seconds talked) { spend.hear(call, CallChange::ended, *call.reached + talked); }

const Spending* find(const std::vector<Spend::Row>& rows, SpendBy by, std::string_view name) {
  auto at = std::ranges::find_if(rows, [&](const auto& row) { return row.by == by && row.name == name; });
  return at == rows.end() ? nullptr : &at->spending;
}

TEST(Spend, IsCountedByWhoWhereAndWhen) {
  Spend spend(options(kDeck));
  end(spend, call("101", "0301234567", kMonday), Seconds(60));
  end(spend, call("101", "0025261234567", kMonday + minutes(1)), Seconds(90));
  end(spend, call("102", "0025261234567", kMonday + hours(24 * 40)), Seconds(60));
  const auto rows = spend.rows();
  ASSERT_NE(find(rows, SpendBy::total, ""), nullptr);
  EXPECT_EQ(find(rows, SpendBy::total, "")->cost.text(), "2.7200");
  EXPECT_EQ(find(rows, SpendBy::account, "101")->cost.text(), "1.6200") << "0.02, and 0.1 with a minute and a half at 1";
  EXPECT_EQ(find(rows, SpendBy::account, "101")->talked, Seconds(150));
  EXPECT_EQ(find(rows, SpendBy::account, "102")->cost.text(), "1.1000");
  EXPECT_EQ(find(rows, SpendBy::country, "SO")->calls, 2u);
  EXPECT_EQ(find(rows, SpendBy::trunk, "carrier")->calls, 3u);
  EXPECT_EQ(find(rows, SpendBy::month, "2027-01")->cost.text(), "1.6200");
  EXPECT_EQ(find(rows, SpendBy::month, "2027-02")->calls, 1u);
}

TEST(Spend, AUsualPriceIsCountedInTheCurrencyOfTheLimits) {
  fraud::Options eur = options(), yen = options();
  yen.currency = *Currency::parse("JPY");
  yen.euro = Amount{177 * Amount::kUnit};
  Spend in_euros(eur), in_yen(yen);
  for (Spend* spend : {&in_euros, &in_yen}) end(*spend, call("101", "0025261234567", kMonday), Seconds(60));
  const Amount euros = find(in_euros.rows(), SpendBy::total, "")->cost;
  EXPECT_GT(euros.micros, 0);
  EXPECT_EQ(find(in_yen.rows(), SpendBy::total, "")->cost, euros.converted(yen.euro));
}

TEST(Spend, TheDearestHourAndDayAreTold) {
  Spend spend(options(kDeck));
  for (const auto after : {hours(0), hours(2), hours(3), hours(30)})
    end(spend, call("101", "0025261234567", kMonday + after), Seconds(60));
  end(spend, call("101", "0025261234567", kMonday + hours(30) + minutes(5)), Seconds(60));
  const Spending account = *find(spend.rows(), SpendBy::account, "101");
  EXPECT_EQ(account.dearest_hour.text(), "2.2000");
  EXPECT_EQ(account.dearest_day.text(), "3.3000");
}

TEST(Spend, WhatCostsNothingIsNotCounted) {
  Spend spend(options(kDeck));
  end(spend, call("101", "112", kMonday), Seconds(600));          // an emergency
  end(spend, call("101", "08001234567", kMonday), Seconds(600));  // toll-free
  end(spend, call("101", "102", kMonday), Seconds(600));          // a colleague
  Call missed = call("101", "0301234567", kMonday);
  missed.answered = missed.reached = std::nullopt;
  spend.hear(missed, CallChange::ended, kMonday + minutes(1));
  Call incoming = call("101", "0301234567", kMonday);
  incoming.direction = CallDirection::incoming;
  end(spend, incoming, Seconds(60));
  EXPECT_TRUE(spend.rows().empty());
}

TEST(Spend, TheDearestComeFirstAndUsualPricesAreCountedWhereTheDeckHasNone) {
  Spend spend(options(kDeck));
  end(spend, call("101", "0301234567", kMonday), Seconds(60));
  end(spend, call("102", "0088213123456", kMonday), Seconds(60));
  const auto rows = spend.rows();
  const auto first = std::ranges::find(rows, SpendBy::account, &Spend::Row::by);
  ASSERT_NE(first, rows.end());
  EXPECT_EQ(first->name, "102");
  EXPECT_GT(first->spending.cost.micros, Amount::kUnit);
  EXPECT_EQ(spend.without_rate(), 1u);
  Spend plain((options()));
  end(plain, call("101", "0301234567", kMonday), Seconds(60));
  EXPECT_EQ(plain.without_rate(), 0u) << "without a deck all prices are usual ones";
}

}  // namespace
}  // namespace denwaban::engine
