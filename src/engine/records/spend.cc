// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/records/spend.h"

#include <fmt/format.h>

#include <algorithm>

namespace denwaban::engine {
namespace {

bool leaves(const Call& call) {
  if (call.direction == CallDirection::outgoing) return true;
  return call.direction == CallDirection::unknown && !call.account.empty() && call.entered_by.empty();
}

std::string month_text(int32_t months) { return fmt::format("{:04}-{:02}", months / 12, months % 12 + 1); }

}  // namespace

std::string_view to_string(SpendBy by) {
  static constexpr std::string_view kNames[] = {"total", "account", "trunk", "country", "month"};
  return kNames[static_cast<size_t>(by)];
}

Spend::Spend(fraud::Options options)
    : options_(std::move(options)), reader_(options_, HashSeed{}), clock_(options_.zone) {}

void Spend::hear(const Call& call, CallChange change, Time now) {
  const auto& talking = call.reached ? call.reached : call.answered;
  if (change != CallChange::ended || !talking || !leaves(call)) return;
  const bool from_trunk = !call.entered_by.empty();
  if (reader_.is_emergency(call, from_trunk)) return;
  const auto to = reader_.read(call, from_trunk, false);
  const Seconds talked = std::chrono::ceil<Seconds>(std::max(now - *talking, Milliseconds(0)));
  if (!to || talked == Seconds(0)) return;
  const Amount cost = cost_of(*to, talked);
  const fraud::LocalMoment at = clock_.at(*talking);
  auto add = [&](SpendBy by, const std::string& name) {
    charge(meters_[static_cast<size_t>(by)], name, cost, talked, at);
  };
  add(SpendBy::total, "");
  add(SpendBy::account, call.account);
  add(SpendBy::trunk, call.trunk);
  add(SpendBy::country, to->country.empty() ? std::string(to->name) : to->country);
  add(SpendBy::month, month_text(at.month));
}

Amount Spend::cost_of(const fraud::OutsideNumber& to, Seconds talked) {
  if (const knowledge::Rate* rate = options_.rates ? options_.rates->find(to.digits) : nullptr)
    return rate->cost(talked);
  if (options_.rates) ++without_rate_;
  knowledge::Rate usual;
  usual.per_minute = to.class_price.converted(options_.euro);
  return usual.cost(talked);
}

void Spend::charge(Meters& meters, const std::string& name, Amount cost, Seconds talked,
                   const fraud::LocalMoment& at) {
  const bool full = meters.size() >= kNamesMax && !meters.contains(name);
  Meter& meter = meters[full ? std::string() : name];
  auto count = [cost](int64_t which, int64_t& last, Amount& sum, Amount& most) {
    if (which != last) sum = Amount();
    last = which;
    sum += cost;
    most = std::max(most, sum);
  };
  ++meter.sum.calls;
  meter.sum.talked += talked;
  meter.sum.cost += cost;
  count(int64_t{at.day} * 24 + at.hour, meter.hour, meter.this_hour, meter.sum.dearest_hour);
  count(at.day, meter.day, meter.this_day, meter.sum.dearest_day);
}

std::vector<Spend::Row> Spend::rows() const {
  std::vector<Row> rows;
  for (auto by : {SpendBy::total, SpendBy::account, SpendBy::trunk, SpendBy::country, SpendBy::month}) {
    const auto first = static_cast<ptrdiff_t>(rows.size());
    for (const auto& [name, meter] : meters_[static_cast<size_t>(by)]) rows.push_back({by, name, meter.sum});
    if (by == SpendBy::month) continue;
    std::stable_sort(rows.begin() + first, rows.end(),
                     [](const Row& a, const Row& b) { return a.spending.cost > b.spending.cost; });
  }
  return rows;
}

}  // namespace denwaban::engine
