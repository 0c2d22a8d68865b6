// SPDX-License-Identifier: GPL-3.0-or-later
// Price lists and lists of fraud numbers come by mail, numbers from whoever dials. The first two bytes choose the plan and
// the habits; the rest is each of those lists, and as well a number dialled and, after a line's end, what the trunk was sent.
#include <algorithm>
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "knowledge/destinations.h"
#include "knowledge/dialled_number.h"
#include "knowledge/fraud_list.h"
#include "knowledge/rate_deck.h"

namespace {

using namespace denwaban;
using namespace denwaban::knowledge;

void ask_about_rates(std::string_view csv) {
  const auto deck = RateDeck::read(csv, Currency{});
  if (!deck) {
    DENWABAN_CHECK(!deck.error().message.empty());
    return;
  }
  DENWABAN_CHECK(deck->size() > 0 && deck->size() <= RateDeck::kRatesMax);
  for (size_t i = 0; i < deck->size() && i < 1000; ++i) {
    const Rate& rate = deck->rates()[i];
    DENWABAN_CHECK(i == 0 || deck->rates()[i - 1].prefix < rate.prefix);
    DENWABAN_CHECK(deck->find(rate.prefix) == &rate);
    DENWABAN_CHECK(rate.cost(Seconds(0)) == Amount{} && rate.cost(Seconds(61)) >= rate.cost(Seconds(1)));
  }
}

void ask_about_list(std::string_view text) {
  const auto list = FraudList::read(text, Time{});
  if (!list) {
    DENWABAN_CHECK(!list.error().message.empty());
    return;
  }
  DENWABAN_CHECK(std::ranges::is_sorted(list->prefixes));
  for (const std::string& prefix : list->prefixes) {
    DENWABAN_CHECK(prefix.size() >= FraudList::kShortest && prefix[0] != '0');
    DENWABAN_CHECK(prefix.find_first_not_of("0123456789") == std::string::npos);
  }
}

void ask_about_number(const DiallingHabits& habits, std::string_view dialled, std::string_view sent) {
  const DialledNumber found = read_dialled(habits, dialled, sent);
  DENWABAN_CHECK(found.e164.size() <= DialledNumber::kDigitsMax);
  DENWABAN_CHECK(found.e164.find_first_not_of("0123456789") == std::string::npos);
  DENWABAN_CHECK(!found.emergency() || found.e164.empty());
  for (const std::string_view digits : {std::string_view(found.e164), dialled}) {
    const Destination& where = find_destination(digits);
    DENWABAN_CHECK(digits.starts_with(where.prefix));
    DENWABAN_CHECK((where.risk == Risk::low) == where.risk_source.empty());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 2) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 2, size - 2);
  ask_about_rates(text);
  ask_about_list(text);
  DiallingHabits habits;
  if (data[0] != 255) habits.plan = &plans()[data[0] % plans().size()];
  if ((data[1] & 1) != 0) habits.outside_prefixes.emplace_back("0");
  if ((data[1] & 2) != 0) habits.outside_prefixes.emplace_back("9");
  if ((data[1] & 4) != 0) habits.area_code = "30";
  const size_t end = text.find('\n');
  ask_about_number(habits, text.substr(0, end), end == std::string_view::npos ? std::string_view() : text.substr(end + 1, 100));
  return 0;
}
