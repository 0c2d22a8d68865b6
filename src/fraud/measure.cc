// SPDX-License-Identifier: GPL-3.0-or-later
#include "fraud/measure.h"

#include <algorithm>

namespace denwaban::fraud {
namespace {

constexpr auto kDay = std::chrono::hours(24);
constexpr auto kTestRemembered = std::chrono::hours(24 * 14);
constexpr uint32_t kHoursKnown = 30;  // calls of an account until its own hours count

uint32_t count_distinct(std::vector<uint64_t>& values) {
  std::ranges::sort(values);
  return static_cast<uint32_t>(std::unique(values.begin(), values.end()) - values.begin());
}

void measure_numbers(const LiveCall& call, const Account& account, Time now, Signals& result) {
  constexpr uint64_t kBlock = 1000;
  uint64_t tail = tail_of(call.to.digits);
  std::vector<uint64_t> neighbours, places;
  for (const auto& dialled : account.dialled) {
    if (from_epoch_ms(dialled.time) + kDay < now) continue;
    if (dialled.tail / kBlock == tail / kBlock && dialled.tail != tail) neighbours.push_back(dialled.tail);
    if (dialled.number == call.to.key && dialled.answered) ++result.same_number;
    if (dialled.new_place) places.push_back(dialled.place);
  }
  if (!call.talking) ++result.same_number;
  result.neighbours = count_distinct(neighbours);
  result.new_places = count_distinct(places);
}

void measure_rates(const Account& account, Time now, Signals& result) {
  result.in_ten_minutes = account.staked.within(std::chrono::minutes(10), now);
  result.in_hour = account.staked.within(std::chrono::hours(1), now);
  result.in_day = account.staked.within(kDay, now);
  result.at_once = account.live;
  result.usual_ten_minutes = account.ten_minutes.value();
  result.usual_hour = account.hour.value();
  result.usual_day = account.day.value();
  result.usual_at_once = account.at_once.value();
  result.all_in_hour = account.all_this_hour;
  result.usual_all_in_hour = account.all_in_hour.value();
}

void measure_memory(const LiveCall& call, const Exchange& exchange, const PlaceMemory& place, Time now, Signals& result) {
  auto rang = exchange.rang(call.to.digits, now);
  result.rang_ago = rang.ago;
  result.rings = rang.rings;
  result.place_in_finding = place.in_finding != Time{} && place.in_finding + kTestRemembered > now;
  bool tested = !place.tester.empty() && place.tested + kTestRemembered > now;
  bool other = place.tester_key != call.account_key;
  if (!tested || (!other && place.tested + std::chrono::minutes(30) > now)) return;
  result.tester = place.tester;
  result.tester_is_other = other;
}

}  // namespace

Signals measure(const LiveCall& call, const Account& account, const Exchange& exchange, const PlaceMemory& place,
                const LocalMoment& at, Time now) {
  Signals result;
  result.to = call.to;
  result.at = at;
  result.history_days = at.day - exchange.first_day;
  result.maturity = exchange.maturity(at.day);
  result.account_calls = account.calls;
  result.all_in_hour = account.all_this_hour;
  result.usual_all_in_hour = account.all_in_hour.value();
  result.from_trunk = call.from_trunk;
  result.nobody = call.nobody;
  result.redirected = call.redirected;
  result.number_known = call.number_known;
  if (call.to.stake == Stake::none) return result;

  result.place_days = exchange.places.days_before(call.to.place_key, at.day);
  result.account_place_days = account.places.days_before(call.to.place_key, at.day);
  result.unusual_hour = exchange.hours.unusual(at);
  result.quiet_day = exchange.hours.quiet_day(at);
  result.account_hours_known = account.hours.calls() >= kHoursKnown;
  result.account_usual_hour = account.hours.usual(at, exchange.hours.idle_day(at));
  result.spent = account.spent_today;
  result.usual_spent = account.spent.value();
  result.talked_minutes = call.minutes(now);
  measure_rates(account, now, result);
  measure_numbers(call, account, now, result);
  measure_memory(call, exchange, place, now, result);
  return result;
}

}  // namespace denwaban::fraud
