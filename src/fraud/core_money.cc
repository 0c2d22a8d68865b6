// SPDX-License-Identifier: GPL-3.0-or-later
// What calls cost until now, and the limits that the user set.
#include <fmt/format.h>

#include "fraud/core.h"

namespace denwaban::fraud {
namespace {

constexpr int64_t kMinute = 60;

// By the second, a rest of a millionth rounded up.
Amount by_the_second(Amount per_minute, Seconds talked) {
  return Amount{(per_minute.micros * talked.count() + kMinute - 1) / kMinute};
}

Seconds talked(const LiveCall& live, Time until) {
  return live.talking && until > *live.talking ? std::chrono::ceil<Seconds>(until - *live.talking) : Seconds(0);
}

}  // namespace

Amount Detectors::Impl::cost_of(const LiveCall& live, Time until) const {
  Seconds span = talked(live, until);
  if (span.count() == 0) return {};
  const knowledge::Rate* rate = options_.rates ? options_.rates->find(live.to.digits) : nullptr;
  return rate != nullptr ? rate->cost(span)
                         : by_the_second(live.to.class_price, span).converted(options_.euro);
}

void Detectors::Impl::charge(LiveCall& live, Time now, Out& out) {
  Amount cost = cost_of(live, now);
  Amount more{cost.micros - live.counted.micros};
  double eur = live.minutes(now) * static_cast<double>(live.to.class_price.micros) / Amount::kUnit;
  double more_eur = eur - live.counted_eur;
  live.counted = cost;
  live.counted_eur = eur;
  if (live.finding != 0) cases_.charge(live.finding, more, more_eur);
  Account* account = accounts_.find(live.account_key);
  if (account != nullptr) note_new_money(live, *account, more_eur, now);
  // What a thief spent is not what the account is used to, nor what its owner's next call has to answer for.
  if (account != nullptr && live.to.stake != Stake::none && !live.number_known && live.finding == 0) {
    account->spent_today += more_eur;
    account->spent.see(account->spent_today);
  }
  if (!budgets_.in_use()) return;
  LocalMoment at = clock_.at(now);
  std::vector<BudgetBreach> breaches;
  if (!live.account.empty()) budgets_.charge(BudgetScope::account, live.account_key, more, at, breaches);
  if (!live.trunk.empty()) budgets_.charge(BudgetScope::trunk, hash(seed_, live.trunk), more, at, breaches);
  budgets_.charge(BudgetScope::exchange, 0, more, at, breaches);
  for (const BudgetBreach& breach : breaches) tell_breach(live, breach, now, out);
}

std::optional<BudgetBreach> Detectors::Impl::limit_passed(const LiveCall& live) const {
  if (!budgets_.in_use()) return std::nullopt;
  std::optional<BudgetBreach> breach;
  if (!live.account.empty()) breach = budgets_.passed(BudgetScope::account, live.account_key, live.at);
  if (!breach && !live.trunk.empty()) breach = budgets_.passed(BudgetScope::trunk, hash(seed_, live.trunk), live.at);
  return breach ? breach : budgets_.passed(BudgetScope::exchange, 0, live.at);
}

void Detectors::Impl::tell_breach(LiveCall& live, const BudgetBreach& breach, Time now, Out& out) {
  if (live.finding != 0 || live.to.class_price.micros <= 0) return;
  std::string_view name;
  if (breach.scope == BudgetScope::account) name = live.account;
  if (breach.scope == BudgetScope::trunk) name = live.trunk;
  uint64_t key =
      hash(seed_, fmt::format("\x01limit {} {} {} {}", to_string(breach.scope), to_string(breach.period), breach.which, name));
  Case* one = cases_.find(key);
  if (one == nullptr) {
    FraudFinding finding;
    finding.detector = FraudDetector::spend_limit;
    finding.severity = Severity::high;
    if (breach.scope == BudgetScope::account) finding.subject.account = live.account;
    if (breach.scope == BudgetScope::trunk) finding.subject.trunk = live.trunk;
    finding.pattern = fmt::format("limit_{}", to_string(breach.period));
    add_fact(finding.facts, "scope", std::string(to_string(breach.scope)));
    add_fact(finding.facts, "spent", breach.spent.text());
    add_fact(finding.facts, "limit", breach.limit.text());
    one = &cases_.open(key, std::move(finding), now, out);
  }
  cases_.join(*one, live, now);
  live.finding = key;
  cases_.tell(*one, out);
}

}  // namespace denwaban::fraud
