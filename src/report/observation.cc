// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/observation.h"

#include <fmt/format.h>

#include <algorithm>

#include "text/message.h"

namespace denwaban::report {
namespace {

using Rows = std::vector<Observation::Row>;

const Month* find_month(const Tally& tally, std::optional<MonthNumber> number) {
  if (!number) return nullptr;
  auto at = tally.months().find(*number);
  return at == tally.months().end() ? nullptr : &at->second;
}

// Packets, where they were seen, tell the method of each request; logs of some.
const TopKeys& keys_of(const Month& month, Dimension dimension) {
  const TopKeys& keys = month.keys[static_cast<size_t>(dimension)];
  bool from_logs = dimension == Dimension::method && month.method_in_logs.total() > keys.total();
  return from_logs ? month.method_in_logs : keys;
}

Rows tried_rows(const Tried& tried, bool rare) {
  Rows rows;
  for (Tried::Entry& entry : tried.ranked(rare)) rows.push_back({std::move(entry.text), entry.count, 0, 0});
  return rows;
}

Rows rows_of(const Month& month, Dimension dimension, bool rare) {
  if (dimension == Dimension::ami_user) return tried_rows(month.users, rare);
  if (dimension == Dimension::ami_password) return tried_rows(month.passwords, rare);
  Rows rows;
  for (TopKeys::Entry& entry : keys_of(month, dimension).ranked())
    rows.push_back({std::move(entry.key), entry.count, entry.too_high, 0});
  return rows;
}

uint64_t total_of(const Month& month, Dimension dimension) {
  if (dimension == Dimension::ami_user) return month.users.total();
  if (dimension == Dimension::ami_password) return month.passwords.total();
  return keys_of(month, dimension).total();
}

Observation::Part part_of(const Month& month, const Month* before, Dimension dimension,
                          const Question& question) {
  Observation::Part part;
  part.dimension = dimension;
  part.total = total_of(month, dimension);
  part.rows = rows_of(month, dimension, question.rare);
  if (part.rows.size() > question.top) part.rows.resize(question.top);
  if (before == nullptr) return part;
  part.total_before = total_of(*before, dimension);
  Rows earlier = rows_of(*before, dimension, question.rare);
  for (Observation::Row& row : part.rows) {
    auto same = std::ranges::find(earlier, row.key, &Observation::Row::key);
    if (same != earlier.end()) row.before = same->count;
  }
  return part;
}

std::vector<uint64_t> days_of(const Month& month, MonthNumber number) {
  return {month.days.begin(), month.days.begin() + days_in(number)};
}

std::vector<std::string> remarks_for(const Tally& tally, const Observation& observation) {
  std::vector<std::string> remarks = tally.atlas().remarks();
  auto lacks = [&](Dimension dimension) {
    auto part = std::ranges::find(observation.parts, dimension, &Observation::Part::dimension);
    return part != observation.parts.end() && part->total > 0 &&
           std::ranges::all_of(part->rows,
                               [](const auto& row) { return row.key == "unknown" || row.key == "private"; });
  };
  if (lacks(Dimension::country) && !tally.atlas().knows_countries())
    remarks.push_back(text::say("observe.no_countries"));
  if (lacks(Dimension::network) && !tally.atlas().knows_networks())
    remarks.push_back(text::say("observe.no_networks"));
  auto ports = std::ranges::find(observation.parts, Dimension::port, &Observation::Part::dimension);
  if (observation.attempts > 0 && ports != observation.parts.end() && ports->total == 0)
    remarks.push_back(text::say("observe.no_packets"));
  return remarks;
}

}  // namespace

Result<Observation> observe(const Tally& tally, const Question& question) {
  Observation observation;
  for (const auto& [number, month] : tally.months())
    observation.months.push_back({month_text(number), month.attempts, month.addresses.count()});
  if (tally.months().empty() && !question.month) {
    observation.remarks = tally.atlas().remarks();
    return observation;
  }
  MonthNumber number = question.month ? *question.month : tally.months().rbegin()->first;
  const Month* month = find_month(tally, number);
  if (month == nullptr)
    return fail(
        ErrorKind::not_found,
        fmt::format("nothing was counted in {}: denwaban observe lists the months", month_text(number)));
  MonthNumber earlier = question.against.value_or(number - 1);
  const Month* before = find_month(tally, earlier);
  if (before == nullptr && question.against)
    return fail(ErrorKind::not_found,
                fmt::format("nothing was counted in {}: leave --against out to see {} alone",
                            month_text(earlier), month_text(number)));
  observation.month = month_text(number);
  observation.attempts = month->attempts;
  observation.addresses = month->addresses.count();
  observation.proven = month->proven;
  observation.days = days_of(*month, number);
  if (before != nullptr) {
    observation.against = month_text(earlier);
    observation.attempts_before = before->attempts;
    observation.addresses_before = before->addresses.count();
    observation.days_before = days_of(*before, earlier);
  }
  for (size_t i = 0; i < kDimensions; ++i) {
    auto dimension = static_cast<Dimension>(i);
    if (question.by.empty() || std::ranges::find(question.by, dimension) != question.by.end())
      observation.parts.push_back(part_of(*month, before, dimension, question));
  }
  observation.remarks = remarks_for(tally, observation);
  return observation;
}

}  // namespace denwaban::report
