// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/assemble_fraud.h"

#include <fmt/format.h>

#include "knowledge/currencies.h"
#include "knowledge/fraud_list.h"
#include "net/disk_files.h"

namespace denwaban::engine {

knowledge::DiallingHabits habits_of(const settings::NumberingSettings& numbering) {
  knowledge::DiallingHabits habits;
  habits.plan = knowledge::find_plan(numbering.country.empty() ? "ZZ" : numbering.country);
  if (!numbering.outside_prefix.empty()) habits.outside_prefixes = {numbering.outside_prefix};
  habits.area_code = numbering.area_code;
  return habits;
}

namespace {

Status read_rates(const std::string& path, fraud::Options& options) {
  if (path.empty()) return {};
  net::DiskFiles disk;
  auto text = disk.read(path);
  if (!text) return tl::unexpected(text.error());
  auto deck = knowledge::RateDeck::read(*text, options.currency);
  if (!deck) return fail(ErrorKind::input, fmt::format("{}: {}", path, deck.error().message));
  options.currency = deck->currency();
  options.rates = std::make_shared<const knowledge::RateDeck>(std::move(*deck));
  return {};
}

Amount worth_of_euro(const std::string& written, Currency currency) {
  const std::optional<Amount> told = written.empty() ? std::nullopt : Amount::parse(written);
  return told && told->micros > 0 ? *told : knowledge::worth_of_euro(currency).value_or(Amount{Amount::kUnit});
}

fraud::Limits limits_of(const settings::SpendLimits& written) {
  auto amount = [](const std::string& text) { return text.empty() ? std::nullopt : Amount::parse(text); };
  return {amount(written.hour), amount(written.day), amount(written.month)};
}

Status read_lists(const settings::FraudListSettings& lists, Time now, fraud::Options& options) {
  net::DiskFiles disk;
  const Time oldest = now - std::chrono::hours(24) * lists.oldest_days;
  for (const std::string& path : lists.files) {
    auto text = disk.read(path);
    if (!text) return tl::unexpected(text.error());
    auto list = knowledge::FraudList::read(*text, oldest);
    if (!list) return fail(ErrorKind::input, fmt::format("{}: {}", path, list.error().message));
    auto& all = options.known_fraud_numbers;
    all.insert(all.end(), list->prefixes.begin(), list->prefixes.end());
  }
  return {};
}

}  // namespace

Result<fraud::Options> fraud_options(const settings::Settings& settings, const pbx::Exchange& exchange, Time now) {
  fraud::Options options;
  options.habits = habits_of(settings.numbering);
  auto zone = TimeZone::parse(settings.fraud.timezone);
  options.zone = zone ? *zone : TimeZone::local();
  options.currency = Currency::parse(settings.fraud.currency).value_or(Currency());
  for (const pbx::TrunkHost& trunk : exchange.trunks) options.trunks.push_back(trunk.name);
  options.account_limits = limits_of(settings.fraud_limits.account);
  options.trunk_limits = limits_of(settings.fraud_limits.trunk);
  options.exchange_limits = limits_of(settings.fraud_limits.total);
  if (Status read = read_rates(settings.fraud.rates_file, options); !read) return tl::unexpected(read.error());
  options.euro = worth_of_euro(settings.fraud.euro, options.currency);
  if (Status read = read_lists(settings.fraud_lists, now, options); !read) return tl::unexpected(read.error());
  return options;
}

policy::FraudOptions fraud_policy_options(const settings::Settings& settings, bool dry_run) {
  policy::FraudOptions options;
  if (settings.fraud.act == "off") options.act = policy::FraudOptions::Act::off;
  if (settings.fraud.act == "notify") options.act = policy::FraudOptions::Act::notify;
  options.watch_for = settings.fraud.watch_for;
  options.lock_for = settings.fraud.lock_for;
  options.dry_run = dry_run;
  return options;
}

}  // namespace denwaban::engine
