// SPDX-License-Identifier: GPL-3.0-or-later
#include "knowledge/rate_deck.h"

#include <algorithm>
#include <limits>

#include "knowledge/rate_deck_rows.h"

namespace denwaban::knowledge {
namespace {

constexpr uint32_t kNone = std::numeric_limits<uint32_t>::max();
constexpr int64_t kMost = std::numeric_limits<int64_t>::max();

int64_t billed_seconds(int64_t talked, int64_t first, int64_t step) {
  constexpr int64_t kLongest = int64_t{1} << 40;  // some thirty thousand years
  talked = std::min(talked, kLongest);
  if (talked <= first) return first;
  const int64_t beyond = talked - first;
  return first + (beyond + step - 1) / step * step;
}

}  // namespace

// A price is 60 q + r millionths: whole minutes and the seconds of q are exact, only r's are rounded.
Amount Rate::cost(Seconds talked) const {
  if (talked <= Seconds(0)) return {};
  const int64_t billed = billed_seconds(talked.count(), first_seconds, std::max(step_seconds, 1u));
  const int64_t price = std::max<int64_t>(per_minute.micros, 0), seconds = billed % 60;
  int64_t whole = 0;
  if (__builtin_mul_overflow(price, billed / 60, &whole)) whole = kMost;
  const int64_t part = price / 60 * seconds + (price % 60 * seconds + 59) / 60;
  return connection_fee + Amount{whole} + Amount{part};
}

Result<RateDeck> RateDeck::read(std::string_view csv, Currency currency) {
  RateRows rows(csv, currency);
  if (const Status done = rows.read_all(); !done) return tl::unexpected(done.error());
  RateDeck deck;
  deck.rates_ = rows.take_rates();
  deck.currency_ = rows.currency();
  deck.order();
  deck.remarks_ = rows.remarks();
  return deck;
}

void RateDeck::order() {
  parents_.assign(rates_.size(), kNone);
  std::vector<uint32_t> open;  // the prefixes that the one at hand begins with
  for (uint32_t i = 0; i < rates_.size(); ++i) {
    while (!open.empty() && !rates_[i].prefix.starts_with(rates_[open.back()].prefix)) open.pop_back();
    if (!open.empty()) parents_[i] = open.back();
    open.push_back(i);
  }
}

const Rate* RateDeck::find(std::string_view digits) const {
  const auto after =
      std::upper_bound(rates_.begin(), rates_.end(), digits,
                       [](std::string_view wanted, const Rate& rate) { return wanted < rate.prefix; });
  if (after == rates_.begin()) return nullptr;
  auto at = static_cast<uint32_t>(after - rates_.begin() - 1);
  while (!digits.starts_with(rates_[at].prefix)) {
    at = parents_[at];
    if (at == kNone) return nullptr;
  }
  return &rates_[at];
}

}  // namespace denwaban::knowledge
