// SPDX-License-Identifier: GPL-3.0-or-later
#include "knowledge/currencies.h"

#include <algorithm>
#include <iterator>
#include <string_view>

namespace denwaban::knowledge {
namespace {

struct Worth {
  std::string_view currency;
  double of_euro;
};

// Ordered.
constexpr Worth kWorths[] = {
    {"AED", 4.26}, {"ARS", 1690},  {"AUD", 1.77}, {"BDT", 142},   {"BGN", 1.956}, {"BRL", 6.2},  {"CAD", 1.63},
    {"CHF", 0.93}, {"CLP", 1090},  {"CNY", 8.25}, {"COP", 4470},  {"CZK", 24.3},  {"DKK", 7.47}, {"EGP", 55},
    {"EUR", 1},    {"GBP", 0.875}, {"HKD", 9.02}, {"HUF", 388},   {"IDR", 19300}, {"ILS", 3.8},  {"INR", 103},
    {"ISK", 144},  {"JPY", 177},   {"KES", 150},  {"KRW", 1660},  {"KZT", 615},   {"MAD", 10.7}, {"MXN", 21.4},
    {"MYR", 4.87}, {"NGN", 1680},  {"NOK", 11.7}, {"NZD", 2.03},  {"PEN", 3.93},  {"PHP", 68},   {"PKR", 327},
    {"PLN", 4.25}, {"RON", 5.09},  {"RSD", 117},  {"RUB", 94},    {"SAR", 4.35},  {"SEK", 11},   {"SGD", 1.51},
    {"THB", 37.7}, {"TND", 3.42},  {"TRY", 48.9}, {"TWD", 35.8},  {"UAH", 48.7},  {"USD", 1.16}, {"VND", 30500},
    {"XAF", 656},  {"XOF", 656},   {"ZAR", 20},
};
static_assert(std::ranges::is_sorted(kWorths, {}, &Worth::currency));

}  // namespace

std::optional<Amount> worth_of_euro(Currency currency) {
  const auto* found = std::ranges::lower_bound(kWorths, currency.text(), {}, &Worth::currency);
  if (found == std::end(kWorths) || found->currency != currency.text()) return std::nullopt;
  return Amount{static_cast<int64_t>(found->of_euro * Amount::kUnit + 0.5)};
}

}  // namespace denwaban::knowledge
