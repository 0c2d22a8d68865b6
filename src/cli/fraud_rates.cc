// SPDX-License-Identifier: GPL-3.0-or-later
// `denwaban fraud rates`: the prices that are counted with.
#include <fmt/format.h>

#include <algorithm>

#include "base/time.h"
#include "cli/commands.h"
#include "cli/config.h"
#include "cli/terminal.h"
#include "engine/assemble.h"
#include "engine/assemble_fraud.h"
#include "knowledge/destinations.h"
#include "model/json_parts.h"
#include "text/fraud_sentences.h"
#include "text/message.h"

namespace denwaban::cli {
namespace {

struct Price {
  std::string_view prefix, country, name;
  knowledge::Rate rate;
  bool usual = false;
};

bool is_meant(std::string_view row, std::string_view prefix) { return row.starts_with(prefix); }

// Rows that begin so; where there are none, the one that counts for such a number.
std::vector<Price> deck_prices(const knowledge::RateDeck& deck, std::string_view prefix) {
  std::vector<Price> prices;
  auto add = [&](const knowledge::Rate& rate) {
    const knowledge::Destination& to = knowledge::find_destination(rate.prefix);
    prices.push_back({rate.prefix, to.country, to.name, rate, false});
  };
  for (const knowledge::Rate& rate : deck.rates())
    if (is_meant(rate.prefix, prefix)) add(rate);
  const knowledge::Rate* covering = prices.empty() ? deck.find(prefix) : nullptr;
  if (covering != nullptr) add(*covering);
  return prices;
}

std::vector<Price> usual_prices(std::string_view prefix, Amount euro) {
  std::vector<Price> prices;
  auto add = [&](const knowledge::Destination& to) {
    knowledge::Rate rate;
    rate.per_minute = to.per_minute.converted(euro);
    prices.push_back({to.prefix, to.country, to.name, rate, true});
  };
  for (const knowledge::Destination& to : knowledge::destinations())
    if (is_meant(to.prefix, prefix)) add(to);
  if (prices.empty() && !prefix.empty()) add(knowledge::find_destination(prefix));
  return prices;
}

std::string json_of(const Price& price, Currency currency) {
  JsonText json(300);
  json.open('{').key("type").string("rate");
  json.key("prefix").string(price.prefix);
  json.key("country").string(price.country);
  json.key("destination").string(price.name);
  json.key("price_from").string(price.usual ? "usual" : "rate_deck");
  write_money(json.key("price_per_minute"), {price.rate.per_minute, currency});
  write_money(json.key("connection_fee"), {price.rate.connection_fee, currency});
  json.key("first_seconds").number(price.rate.first_seconds);
  json.key("step_seconds").number(price.rate.step_seconds);
  return json.close('}').take();
}

std::string line_of(const Price& price, Currency currency) {
  const bool fee = price.rate.connection_fee.micros > 0;
  return text::say("fraud.rate",
                   {{"prefix", fmt::format("+{:<12}", price.prefix)},
                    {"price", text::money_text({price.rate.per_minute, currency})},
                    {"fee", fee ? text::money_text({price.rate.connection_fee, currency}) : ""},
                    {"increments", fmt::format("{}/{}", price.rate.first_seconds, price.rate.step_seconds)},
                    {"name", std::string(price.name)}});
}

// Digits of E.164, without what people write before and between them.
std::string digits_of(std::string_view written) {
  std::string digits;
  for (char c : written)
    if (c >= '0' && c <= '9') digits += c;
  return digits.substr(std::min(digits.find_first_not_of('0'), digits.size()));
}

}  // namespace

int run(const Global& global, const FraudRates& command) {
  auto loaded = load_settings(global);
  if (!loaded) return 2;
  auto options =
      engine::fraud_options(loaded->settings, engine::read_exchange(loaded->settings), SystemClock().now());
  if (!options) return complain(options.error());
  const std::string prefix = digits_of(command.prefix);
  const bool deck = options->rates != nullptr;
  const std::vector<Price> prices = deck ? deck_prices(*options->rates, prefix) : usual_prices(prefix, options->euro);
  std::string out;
  for (const Price& price : prices)
    out += (global.json ? json_of(price, options->currency) : line_of(price, options->currency)) + "\n";
  print(out);
  if (global.json) return 0;
  if (prices.empty()) complain(text::say("fraud.rates.none", {{"prefix", prefix}}));
  if (!deck) complain(text::say("fraud.rates.usual"));
  if (deck)
    for (const std::string& remark : options->rates->remarks()) complain(remark);
  return 0;
}

}  // namespace denwaban::cli
