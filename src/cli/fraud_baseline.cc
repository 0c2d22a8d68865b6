// SPDX-License-Identifier: GPL-3.0-or-later
// `denwaban fraud baseline`: what the detectors take for ordinary.
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
#include "engine/records/fraud_report.h"
#include "engine/records/replay_records.h"
#include "model/json_parts.h"
#include "text/message.h"
#include "text/printable.h"

namespace denwaban::cli {
namespace {

using fraud::Baseline;

constexpr std::string_view kWeekdays[] = {"monday", "tuesday",  "wednesday", "thursday",
                                          "friday", "saturday", "sunday"};

std::string day_text(int32_t day) { return to_rfc3339(Time(std::chrono::hours(24) * day)).substr(0, 10); }

// "7-19", "0-2 22-24": the hours in which there are calls.
std::string hours_text(const std::array<bool, 24>& quiet) {
  std::string text;
  for (size_t from = 0; from < 24;) {
    if (quiet[from]) {
      ++from;
      continue;
    }
    size_t to = from;
    while (to < 24 && !quiet[to]) ++to;
    text += fmt::format("{}{}-{}", text.empty() ? "" : " ", from, to);
    from = to;
  }
  return text;
}

void write_places(JsonText& json, const std::vector<Baseline::Place>& places) {
  json.key("places").open('[');
  for (const Baseline::Place& place : places) {
    json.open('{').key("place").string(place.name);
    json.key("days").number(place.days);
    json.key("calls").number(place.calls);
    json.key("last").string(day_text(place.last_day));
    json.close('}');
  }
  json.close(']');
}

std::string json_of(const std::string& account, const Baseline& baseline) {
  JsonText json(600);
  json.open('{').key("type").string("baseline");
  json.key("account").string(account);
  json.key("calls").number(baseline.calls);
  json.key("days").number(static_cast<uint64_t>(baseline.days));
  write_places(json, baseline.places);
  if (account.empty()) {
    json.key("hours_learned").word(baseline.hours_learned ? "true" : "false");
    json.key("hours").open('{');
    for (size_t day = 0; day < 7; ++day) json.key(kWeekdays[day]).string(hours_text(baseline.quiet[day]));
    json.close('}');
  } else {
    auto most = [&](std::string_view key, double value) { json.key(key).word(fmt::format("{:.2f}", value)); };
    most("most_in_ten_minutes", baseline.in_ten_minutes);
    most("most_in_hour", baseline.in_hour);
    most("most_in_day", baseline.in_day);
    most("most_at_once", baseline.at_once);
    most("most_spent_in_day_eur", baseline.spent);
  }
  return json.close('}').take();
}

std::string places_text(const std::vector<Baseline::Place>& places) {
  constexpr size_t kShown = 20;
  std::string text;
  for (size_t i = 0; i < std::min(places.size(), kShown); ++i)
    text += text::say("fraud.baseline.place", {{"place", places[i].name},
                                               {"days", uint64_t{places[i].days}},
                                               {"calls", uint64_t{places[i].calls}},
                                               {"last", day_text(places[i].last_day)}}) +
            "\n";
  if (places.size() > kShown)
    text += text::say("fraud.baseline.more", {{"count", uint64_t{places.size() - kShown}}}) + "\n";
  return text.empty() ? text::say("fraud.baseline.nowhere") + "\n" : text;
}

std::string exchange_text(const Baseline& baseline, const Look& look) {
  std::string text = text::say("fraud.baseline.exchange", {{"calls", uint64_t{baseline.calls}},
                                                           {"days", static_cast<uint64_t>(baseline.days)}});
  text = look.style.paint(text::Role::heading, text) + "\n" + places_text(baseline.places);
  text += text::say(baseline.hours_learned ? "fraud.baseline.hours" : "fraud.baseline.hours.assumed") + "\n";
  for (size_t day = 0; day < 7; ++day) {
    const std::string hours = hours_text(baseline.quiet[day]);
    text += fmt::format("  {:<10} {}\n", text::say(fmt::format("fraud.day.{}", kWeekdays[day])),
                        hours.empty() ? text::say("fraud.baseline.closed") : hours);
  }
  return text;
}

std::string account_text(const std::string& account, const Baseline& baseline, const Look& look) {
  auto whole = [](double value) { return static_cast<uint64_t>(value + 0.5); };
  std::string text = text::say("fraud.baseline.account", {{"account", account},
                                                          {"calls", uint64_t{baseline.calls}},
                                                          {"days", static_cast<uint64_t>(baseline.days)}});
  text = look.style.paint(text::Role::heading, text) + "\n" + places_text(baseline.places);
  return text +
         text::say("fraud.baseline.most", {{"ten", whole(baseline.in_ten_minutes)},
                                           {"hour", whole(baseline.in_hour)},
                                           {"day", whole(baseline.in_day)},
                                           {"at_once", whole(baseline.at_once)},
                                           {"spent", fmt::format("{:.2f}", baseline.spent)}}) +
         "\n";
}

std::string line_of(const std::string& account, const Baseline& baseline) {
  std::string places;
  for (size_t i = 0; i < std::min<size_t>(baseline.places.size(), 6); ++i)
    places += (places.empty() ? "" : ", ") + baseline.places[i].name;
  return fmt::format("  {:<24} {:>9}  {}\n", text::printable(account, 40), text::grouped(baseline.calls),
                     places);
}

// What was asked for. False: an account is not known.
bool tell(const FraudBaseline& command, const fraud::Detectors& detectors, bool json, const Look& look) {
  if (command.accounts.empty()) {
    const Baseline exchange = detectors.baseline("");
    print(json ? json_of("", exchange) + "\n" : exchange_text(exchange, look));
    if (!json) print(look.style.paint(text::Role::heading, text::say("fraud.baseline.accounts")) + "\n");
    for (const std::string& account : detectors.accounts()) {
      const Baseline one = detectors.baseline(account);
      print(json ? json_of(account, one) + "\n" : line_of(account, one));
    }
    return true;
  }
  bool all_known = true;
  for (const std::string& account : command.accounts) {
    const Baseline one = detectors.baseline(account);
    if (one.known)
      print(json ? json_of(account, one) + "\n" : account_text(account, one, look));
    else
      complain(text::say("fraud.baseline.unknown", {{"account", account}}));
    all_known &= one.known;
  }
  return all_known;
}

}  // namespace

int run(const Global& global, const FraudBaseline& command) {
  auto loaded = load_settings(global);
  if (!loaded) return 2;
  const pbx::Exchange exchange = engine::read_exchange(loaded->settings);
  auto options = engine::fraud_options(loaded->settings, exchange, SystemClock().now());
  if (!options) return complain(options.error());
  auto material = find_inputs(global, past_or_own(command.past, loaded->settings, exchange), loaded->settings);
  if (!material) return complain(material.error());
  if (material->records.empty()) return complain(Error{ErrorKind::input, text::say("fraud.spend.none")});

  engine::FraudReport report(std::move(*options));
  Progress progress;
  const auto result =
      engine::replay_records(material->records, exchange.trunks, report, nullptr, [&](uint64_t done, uint64_t total) {
        if (total > 0) progress.show(done, total);
        return true;
      });
  bool failed = material->failed;
  for (const auto& input : result.inputs) {
    if (!input.error) continue;
    complain(input.error->message);
    failed = true;
  }
  if (!tell(command, report.detectors(), global.json, look_of(global))) failed = true;
  return failed ? 2 : 0;
}

}  // namespace denwaban::cli
