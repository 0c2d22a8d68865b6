// SPDX-License-Identifier: GPL-3.0-or-later
#include "verdicts.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <optional>
#include <unordered_set>

namespace denwaban::sim {
namespace {

// Who and what a theft can be recognised by.
struct Marks {
  std::set<std::string> accounts, numbers;
};

Marks marks_of(const FraudWorld& world, const Theft& theft) {
  Marks marks;
  for (uint32_t index : theft.calls) {
    const SimCall& call = world.calls[index];
    if (call.person >= 0) marks.accounts.insert(world.account(call.person));
    if (!call.number.e164.empty()) marks.numbers.insert(call.number.e164);
  }
  return marks;
}

bool meet(const std::set<std::string>& a, const std::set<std::string>& b) {
  return std::any_of(a.begin(), a.end(), [&](const std::string& one) { return b.contains(one); });
}

// Is this alarm about that theft? Named calls decide; an account counts while the theft goes on.
bool about(const FraudWorld& world, const Alarm& alarm, size_t number, const Theft& theft,
           const Marks& marks) {
  for (uint32_t call : alarm.calls)
    if (call < world.calls.size() && world.calls[call].theft == static_cast<int>(number)) return true;
  if (alarm.time < theft.first || alarm.time > theft.last) return false;
  if (!alarm.calls.empty()) return false;
  return meet(alarm.accounts, marks.accounts) || meet(alarm.numbers, marks.numbers);
}

int64_t lost_until(const FraudWorld& world, const Theft& theft, Time when) {
  int64_t lost = 0;
  for (uint32_t call : theft.calls) lost += world.calls[call].cost_until(when);
  return lost;
}

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

std::string row(std::string_view name, const Tally& tally) {
  const double mean = tally.lost.empty() ? 0
                                         : std::accumulate(tally.lost.begin(), tally.lost.end(), 0.0) /
                                               static_cast<double>(tally.lost.size());
  return fmt::format("{:<15} {:>6} {:>6} {:>6} {:>8.1f} % {:>8.1f} % {:>12.2f} {:>12.2f}\n", name,
                     tally.thefts, tally.found, tally.thefts - tally.found, 100 * median(tally.lost),
                     100 * mean, static_cast<double>(tally.stolen) * 1e-6,
                     static_cast<double>(tally.lost_money) * 1e-6);
}

std::string describe(const FraudWorld& world, const SimCall& call) {
  return fmt::format("{} {} -> {} ({}), {} s, {:.2f}", to_rfc3339(call.began), world.account(call.person),
                     call.number.dialled, call.number.e164, call.is_answered() ? call.talk : -1,
                     static_cast<double>(call.cost()) * 1e-6);
}

void tell_false(const FraudWorld& world, const Alarm& alarm) {
  fmt::print("false alarm, seed {}: {} at {}, accounts {}, numbers {}\n", world.company.seed, alarm.what,
             to_rfc3339(alarm.time), fmt::join(alarm.accounts, " "), fmt::join(alarm.numbers, " "));
  for (size_t i = 0; i < std::min<size_t>(alarm.calls.size(), 3); ++i)
    if (alarm.calls[i] < world.calls.size())
      fmt::print("    {}\n", describe(world, world.calls[alarm.calls[i]]));
}

void tell_theft(const FraudWorld& world, const Theft& theft, const std::optional<Time>& alarm, double lost) {
  fmt::print("theft, seed {}: {} {}, {} calls from {} to {}, {:.2f}, lost {:.1f} %\n", world.company.seed,
             to_string(theft.kind), alarm ? "found at " + to_rfc3339(*alarm) : "missed", theft.calls.size(),
             to_rfc3339(theft.first), to_rfc3339(theft.last), static_cast<double>(theft.cost) * 1e-6,
             100 * lost);
  for (size_t i = 0; i < std::min<size_t>(theft.calls.size(), 3); ++i)
    fmt::print("    {}\n", describe(world, world.calls[theft.calls[i]]));
}

}  // namespace

void Verdicts::judge(const FraudWorld& world, const std::vector<Alarm>& alarms) {
  ++companies_;
  honest_ += world.honest_outside;
  std::vector<Marks> marks;
  for (const Theft& theft : world.thefts) marks.push_back(marks_of(world, theft));
  std::vector<std::optional<Time>> first(world.thefts.size());
  std::unordered_set<std::string> seen;
  for (const Alarm& alarm : alarms) {
    bool right = false;
    for (size_t t = 0; t < world.thefts.size(); ++t) {
      if (!about(world, alarm, t, world.thefts[t], marks[t])) continue;
      right = true;
      if (alarm.time <= world.thefts[t].last && (!first[t] || alarm.time < *first[t])) first[t] = alarm.time;
    }
    if (!seen.insert(alarm.id).second) continue;
    ++alarms_;
    if (right) continue;
    ++false_alarms_;
    auto by = std::find_if(false_by_.begin(), false_by_.end(),
                           [&](const auto& one) { return one.first == alarm.what; });
    if (by == false_by_.end()) by = false_by_.insert(false_by_.end(), {alarm.what, 0});
    ++by->second;
    if (verbose) tell_false(world, alarm);
  }
  for (size_t t = 0; t < world.thefts.size(); ++t) {
    const Theft& theft = world.thefts[t];
    Tally& tally = kinds_[static_cast<size_t>(theft.kind)];
    ++tally.thefts;
    tally.stolen += theft.cost;
    const int64_t lost = first[t] ? lost_until(world, theft, *first[t]) : theft.cost;
    if (first[t]) ++tally.found;
    tally.lost_money += lost;
    const double share = !first[t]        ? 1
                         : theft.cost > 0 ? static_cast<double>(lost) / static_cast<double>(theft.cost)
                                          : 0;
    tally.lost.push_back(share);
    if (verbose && share > 0.05) tell_theft(world, theft, first[t], share);
  }
}

Tally Verdicts::sum() const {
  Tally all;
  for (const Tally& one : kinds_) {
    all.thefts += one.thefts;
    all.found += one.found;
    all.stolen += one.stolen;
    all.lost_money += one.lost_money;
    all.lost.insert(all.lost.end(), one.lost.begin(), one.lost.end());
  }
  return all;
}

size_t Verdicts::thefts() const { return sum().thefts; }

double Verdicts::found_share() const {
  const Tally all = sum();
  return all.thefts == 0 ? 1 : static_cast<double>(all.found) / static_cast<double>(all.thefts);
}

double Verdicts::median_lost() const { return median(sum().lost); }

double Verdicts::mean_lost() const {
  const Tally all = sum();
  return all.lost.empty()
             ? 0
             : std::accumulate(all.lost.begin(), all.lost.end(), 0.0) / static_cast<double>(all.lost.size());
}

double Verdicts::false_per_thousand() const {
  return honest_ == 0 ? 0 : 1000.0 * static_cast<double>(false_alarms_) / static_cast<double>(honest_);
}

std::string Verdicts::one_line() const {
  return fmt::format(
      "{:.1f} of 100 thefts found, {:.2f} % of the money lost before the alarm in the median ({:.1f} % in "
      "the mean), "
      "{:.3f} false alarms in a thousand outside calls",
      100 * found_share(), 100 * median_lost(), 100 * mean_lost(), false_per_thousand());
}

std::string Verdicts::table(std::string_view name) const {
  std::string text = fmt::format("{}: {} companies, {} honest outside calls, {} alarms of which {} false\n",
                                 name, companies_, honest_, alarms_, false_alarms_);
  text += fmt::format("{:<15} {:>6} {:>6} {:>6} {:>10} {:>10} {:>12} {:>12}\n", "kind", "thefts", "found",
                      "missed", "lost median", "lost mean", "stolen EUR", "lost EUR");
  for (size_t k = 0; k < kTheftKinds; ++k)
    if (kinds_[k].thefts > 0) text += row(to_string(static_cast<TheftKind>(k)), kinds_[k]);
  text += row("all", sum());
  for (const auto& [what, count] : false_by_) text += fmt::format("  false by {}: {}\n", what, count);
  return text + one_line() + "\n";
}

}  // namespace denwaban::sim
