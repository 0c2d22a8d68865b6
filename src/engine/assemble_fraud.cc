// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/assemble_fraud.h"

#include <fmt/format.h>

#include "net/disk_files.h"

namespace denwaban::engine {
namespace {

knowledge::DiallingHabits habits_of(const settings::NumberingSettings& numbering) {
  knowledge::DiallingHabits habits;
  habits.plan = knowledge::find_plan(numbering.country.empty() ? "ZZ" : numbering.country);
  if (!numbering.outside_prefix.empty()) habits.outside_prefixes = {numbering.outside_prefix};
  habits.area_code = numbering.area_code;
  return habits;
}

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

}  // namespace

Result<fraud::Options> fraud_options(const settings::Settings& settings, const pbx::Exchange& exchange) {
  fraud::Options options;
  options.habits = habits_of(settings.numbering);
  auto zone = TimeZone::parse(settings.fraud.timezone);
  options.zone = zone ? *zone : TimeZone::local();
  options.currency = Currency::parse(settings.fraud.currency).value_or(Currency());
  for (const pbx::TrunkHost& trunk : exchange.trunks) options.trunks.push_back(trunk.name);
  if (Status read = read_rates(settings.fraud.rates_file, options); !read) return tl::unexpected(read.error());
  return options;
}

}  // namespace denwaban::engine
