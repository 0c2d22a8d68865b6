// SPDX-License-Identifier: GPL-3.0-or-later
// Theft that stays under every threshold of a day: a call or two at a time, to places that soon seem known because it called
// them. It cannot stay under a sum of money over weeks.
#include "fraud/core_trickle.h"

namespace denwaban::fraud {
namespace {

// Before that everything is new.
constexpr int32_t kDaysKnown = 14;
// Who is called for a month is a customer.
constexpr int32_t kDaysNew = 30, kDaysNewTogether = 5;
// EUR in about ten days, by one account. Twenty buy two hours in a dear country: an order from abroad takes less, and a thief
// who takes less in ten days has no business.
constexpr double kAccountMost = 20;
// EUR in about three days, of all accounts at one place, however cheap.
constexpr double kPlaceMost = 25;
// Who opens up one country after the other for a living has it in his books: so many times what he does.
constexpr double kTimesUsual = 3;
constexpr double kDaysLately = 10, kDaysUsual = 77;  // what the two sums hold, the second without the first

}  // namespace

bool Detectors::Impl::is_new_here(const PlaceMemory& place, int32_t day) const {
  return place.first_day - exchange_.first_day >= kDaysKnown && day - place.first_day < kDaysNew;
}

void Detectors::Impl::note_new_money(const LiveCall& live, Account& account, double more_eur, Time now) {
  if (live.to.stake == Stake::none) return;
  PlaceMemory& place = exchange_.place(live.to.place_key);
  if (place.first_day == 0) place.first_day = live.at.day;
  if (live.finding != 0 || more_eur <= 0 || !is_new_here(place, live.at.day)) return;
  if (live.at.day - place.first_day < kDaysNewTogether) place.money.add(more_eur, now);
  if (live.to.class_price.micros < kWorthStealing) return;
  account.new_money.add(more_eur, now);
  account.new_money_usual.add(more_eur, now);
}

// What belongs to a finding is nobody's habit.
void Detectors::Impl::forget_new_money(Account& account, Time now) {
  account.new_money_usual.add(-account.new_money.at(now), now);
  account.new_money.reset();
}

Detectors::Impl::Trickle Detectors::Impl::trickle_of(const LiveCall& live, const Account& account, Time now) {
  Trickle trickle;
  const PlaceMemory& place = exchange_.place(live.to.place_key);
  if (live.to.stake == Stake::none || !is_new_here(place, live.at.day)) return trickle;
  const double lately = account.new_money.at(now);
  const double usual = (account.new_money_usual.at(now) - lately) * kDaysLately / kDaysUsual;
  trickle.account = lately >= kAccountMost && lately >= kTimesUsual * usual && live.to.class_price.micros >= kWorthStealing;
  trickle.place = !trickle.account && place.money.at(now) >= kPlaceMost;
  trickle.spent = trickle.account ? lately : place.money.at(now);
  trickle.days = live.at.day - place.first_day;
  return trickle;
}

}  // namespace denwaban::fraud
