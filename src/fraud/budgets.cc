// SPDX-License-Identifier: GPL-3.0-or-later
#include "fraud/budgets.h"

namespace denwaban::fraud {
namespace {

int64_t number_of(BudgetPeriod period, const LocalMoment& at) {
  if (period == BudgetPeriod::hour) return int64_t{at.day} * 24 + at.hour;
  return period == BudgetPeriod::day ? at.day : at.month;
}

const std::optional<Amount>& limit_of(const Limits& limits, BudgetPeriod period) {
  if (period == BudgetPeriod::hour) return limits.hour;
  return period == BudgetPeriod::day ? limits.day : limits.month;
}

bool any(const Limits& limits) { return limits.hour || limits.day || limits.month; }

}  // namespace

std::string_view to_string(BudgetPeriod period) {
  static constexpr std::string_view kNames[] = {"hour", "day", "month"};
  return kNames[static_cast<size_t>(period)];
}

std::string_view to_string(BudgetScope scope) {
  static constexpr std::string_view kNames[] = {"account", "trunk", "exchange"};
  return kNames[static_cast<size_t>(scope)];
}

const Limits& Budgets::limits(BudgetScope scope) const {
  if (scope == BudgetScope::account) return options_->account_limits;
  return scope == BudgetScope::trunk ? options_->trunk_limits : options_->exchange_limits;
}

bool Budgets::in_use() const {
  return any(options_->account_limits) || any(options_->trunk_limits) || any(options_->exchange_limits);
}

void Budgets::charge(BudgetScope scope, uint64_t key, Amount cost, const LocalMoment& at, std::vector<BudgetBreach>& out) {
  const Limits& set = limits(scope);
  if (!any(set)) return;
  auto& meters = meters_[static_cast<size_t>(scope)];
  if (meters.size() >= kMetersMax && !meters.contains(key)) return;  // names without end: the exchange's own limit holds
  Meter& meter = meters[key];
  for (auto period : {BudgetPeriod::hour, BudgetPeriod::day, BudgetPeriod::month}) {
    auto index = static_cast<size_t>(period);
    int64_t which = number_of(period, at);
    if (meter.which[index] != which) meter.spent[index] = Amount();
    meter.which[index] = which;
    meter.spent[index] += cost;
    const auto& limit = limit_of(set, period);
    if (limit && meter.spent[index] > *limit) out.push_back({scope, period, meter.spent[index], *limit, which});
  }
}

std::optional<BudgetBreach> Budgets::passed(BudgetScope scope, uint64_t key, const LocalMoment& at) const {
  const Limits& set = limits(scope);
  const auto& meters = meters_[static_cast<size_t>(scope)];
  auto known = any(set) ? meters.find(key) : meters.end();
  if (known == meters.end()) return std::nullopt;
  for (auto period : {BudgetPeriod::hour, BudgetPeriod::day, BudgetPeriod::month}) {
    auto index = static_cast<size_t>(period);
    int64_t which = number_of(period, at);
    const auto& limit = limit_of(set, period);
    if (!limit || known->second.which[index] != which || known->second.spent[index] < *limit) continue;
    return BudgetBreach{scope, period, known->second.spent[index], *limit, which};
  }
  return std::nullopt;
}

}  // namespace denwaban::fraud
