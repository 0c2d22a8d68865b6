// SPDX-License-Identifier: GPL-3.0-or-later
// `denwaban fraud`: what calls are and cost.
#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/config.h"
#include "cli/terminal.h"
#include "engine/assemble.h"
#include "engine/assemble_fraud.h"
#include "knowledge/destinations.h"
#include "model/json_parts.h"
#include "text/fraud_sentences.h"
#include "text/message.h"
#include "text/printable.h"

namespace denwaban::cli {
namespace {

struct Checked {
  std::string dialled;
  knowledge::DialledNumber number;
  const knowledge::Destination* destination = nullptr;  // nullptr: it leads nowhere outside
  bool priced = false;                                  // by the rate deck
  Money per_minute, connection_fee, cost;
  uint32_t seconds = 0;
};

void price(Checked& checked, const fraud::Options& options) {
  const knowledge::Rate* rate = options.rates ? options.rates->find(checked.number.e164) : nullptr;
  checked.priced = rate != nullptr;
  knowledge::Rate usual;
  usual.per_minute = checked.destination->per_minute.converted(options.euro);
  const knowledge::Rate& used = rate != nullptr ? *rate : usual;
  checked.per_minute = {used.per_minute, options.currency};
  checked.connection_fee = {used.connection_fee, options.currency};
  checked.cost = {used.cost(Seconds(checked.seconds)), options.currency};
}

Checked check(const FraudCheck& command, const fraud::Options& options) {
  Checked checked;
  checked.dialled = command.number;
  checked.seconds = command.seconds;
  checked.number = knowledge::read_dialled(options.habits, command.number);
  if (checked.number.e164.empty()) return checked;
  checked.destination = &knowledge::find_destination(checked.number.e164);
  price(checked, options);
  return checked;
}

std::string json_of(const Checked& checked) {
  JsonText json(500);
  json.open('{').key("type").string("number");
  json.key("dialled").string(checked.dialled);
  json.key("class").string(to_string(checked.number.number_class));
  if (const knowledge::Destination* to = checked.destination) {
    json.key("number").string("+" + checked.number.e164);
    json.key("country").string(to->country);
    json.key("destination").string(to->name);
    json.key("network").string(to_string(to->type));
    json.key("risk").string(to_string(to->risk));
    json.key("risk_source").string(to->risk_source);
    json.key("price_from").string(checked.priced ? "rate_deck" : "usual");
    write_money(json.key("price_per_minute"), checked.per_minute);
    write_money(json.key("connection_fee"), checked.connection_fee);
    json.key("seconds").number(checked.seconds);
    write_money(json.key("cost"), checked.cost);
  }
  return json.close('}').take();
}

std::string sentence_of(const Checked& checked) {
  std::string what = text::say(fmt::format("fraud.class.{}", to_string(checked.number.number_class)));
  const knowledge::Destination* to = checked.destination;
  if (to == nullptr) return text::say("fraud.check.inside", {{"dialled", checked.dialled}, {"what", what}});
  std::string network = text::say(fmt::format("fraud.network.{}", to_string(to->type)));
  std::string risk = fmt::format("fraud.risk.{}", to_string(to->risk));
  std::string text = text::say("fraud.check.outside", {{"dialled", checked.dialled},
                                                       {"what", what},
                                                       {"number", "+" + checked.number.e164},
                                                       {"name", std::string(to->name)},
                                                       {"network", network}});
  text += "\n" + text::say(risk, {{"source", std::string(to->risk_source)}});
  bool fee = checked.connection_fee.amount.micros > 0;
  return text + "\n" + text::say(checked.priced ? "fraud.check.priced" : "fraud.check.usual",
                                 {{"price", text::money_text(checked.per_minute)},
                                  {"fee", fee ? text::money_text(checked.connection_fee) : ""},
                                  {"seconds", uint64_t{checked.seconds}},
                                  {"cost", text::money_text(checked.cost)}});
}

}  // namespace

int run(const Global& global, const FraudCheck& command) {
  auto loaded = load_settings(global);
  if (!loaded) return 2;
  auto options = engine::fraud_options(loaded->settings, engine::read_exchange(loaded->settings), SystemClock().now());
  if (!options) return complain(options.error());
  Checked checked = check(command, *options);
  print((global.json ? json_of(checked) : sentence_of(checked)) + "\n");
  if (!global.json && loaded->settings.numbering.country.empty()) complain(text::say("fraud.check.no_country"));
  return 0;
}

}  // namespace denwaban::cli
