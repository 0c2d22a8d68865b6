// SPDX-License-Identifier: GPL-3.0-or-later
// `denwaban fraud spend`: what the calls of the past cost.
#include <fmt/format.h>

#include <algorithm>

#include "base/time.h"
#include "cli/commands.h"
#include "cli/config.h"
#include "cli/past.h"
#include "cli/past_records.h"
#include "cli/terminal.h"
#include "engine/assemble.h"
#include "engine/assemble_fraud.h"
#include "engine/records/replay_records.h"
#include "engine/records/spend.h"
#include "model/json_parts.h"
#include "text/fraud_sentences.h"
#include "text/message.h"
#include "text/printable.h"

namespace denwaban::cli {
namespace {

using Row = engine::Spend::Row;

std::string json_of(const Row& row, Currency currency) {
  JsonText json(400);
  json.open('{').key("type").string("spend");
  json.key("by").string(to_string(row.by));
  json.key("name").string(row.name);
  json.key("calls").number(row.spending.calls);
  json.key("seconds").number(static_cast<uint64_t>(row.spending.talked.count()));
  write_money(json.key("cost"), {row.spending.cost, currency});
  write_money(json.key("dearest_hour"), {row.spending.dearest_hour, currency});
  write_money(json.key("dearest_day"), {row.spending.dearest_day, currency});
  return json.close('}').take();
}

std::string line_of(const Row& row, Currency currency) {
  const std::string name = row.name.empty()
                               ? text::say(fmt::format("fraud.spend.{}.nobody", to_string(row.by)))
                               : text::printable(row.name, 40);
  auto money = [currency](Amount amount) { return text::money_text({amount, currency}); };
  return fmt::format("  {:<24} {:>9} {:>9} {:>16} {:>16} {:>16}\n", name, text::grouped(row.spending.calls),
                     text::grouped(static_cast<uint64_t>((row.spending.talked.count() + 59) / 60)),
                     money(row.spending.cost), money(row.spending.dearest_day),
                     money(row.spending.dearest_hour));
}

std::string table_of(const std::vector<Row>& rows, Currency currency, size_t top, const Look& look) {
  std::string out;
  size_t shown = 0;
  for (size_t i = 0; i < rows.size(); ++i) {
    const bool first = i == 0 || rows[i - 1].by != rows[i].by;
    if (first) {
      shown = 0;
      const std::string heading = text::say(fmt::format("fraud.spend.{}", to_string(rows[i].by)));
      out += look.style.paint(text::Role::heading,
                              fmt::format("{:<26} {:>9} {:>9} {:>16} {:>16} {:>16}", heading,
                                          text::say("fraud.spend.calls"), text::say("fraud.spend.minutes"),
                                          text::say("fraud.spend.cost"), text::say("fraud.spend.day"),
                                          text::say("fraud.spend.hour"))) +
             "\n";
    }
    if (shown++ < top) out += line_of(rows[i], currency);
    const bool last = i + 1 == rows.size() || rows[i + 1].by != rows[i].by;
    if (last && shown > top) out += text::say("fraud.spend.more", {{"count", uint64_t{shown - top}}}) + "\n";
  }
  return out;
}

bool is_wanted(const FraudSpend& command, const Row& row) {
  return command.by.empty() || std::ranges::find(command.by, to_string(row.by)) != command.by.end();
}

}  // namespace

int run(const Global& global, const FraudSpend& command) {
  auto loaded = load_settings(global);
  if (!loaded) return 2;
  const pbx::Exchange exchange = engine::read_exchange(loaded->settings);
  auto options = engine::fraud_options(loaded->settings, exchange, SystemClock().now());
  if (!options) return complain(options.error());
  auto material = find_inputs(global, past_or_own(command.past, loaded->settings, exchange), loaded->settings);
  if (!material) return complain(material.error());
  if (material->records.empty()) return complain(Error{ErrorKind::input, text::say("fraud.spend.none")});

  const Currency currency = options->currency;
  const bool usual = !options->rates;
  engine::Spend spend(std::move(*options));
  Progress progress;
  const auto result =
      engine::replay_records(material->records, exchange.trunks, spend, nullptr, [&](uint64_t done, uint64_t total) {
        if (total > 0) progress.show(done, total);
        return true;
      });
  bool failed = material->failed;
  for (const auto& input : result.inputs) {
    if (!input.error) continue;
    complain(input.error->message);
    failed = true;
  }
  std::vector<Row> rows = spend.rows();
  std::erase_if(rows, [&](const Row& row) { return !is_wanted(command, row); });
  if (global.json)
    for (const Row& row : rows) print(json_of(row, currency) + "\n");
  else
    print(table_of(rows, currency, static_cast<size_t>(command.top), look_of(global)));
  if (!global.json && usual) complain(text::say("fraud.spend.usual"));
  if (!global.json && spend.without_rate() > 0)
    complain(text::say("fraud.spend.without_rate", {{"count", spend.without_rate()}}));
  return failed ? 2 : 0;
}

}  // namespace denwaban::cli
