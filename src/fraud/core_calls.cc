// SPDX-License-Identifier: GPL-3.0-or-later
// Which calls are followed, from their beginning to their end, and what is learned of them.
#include <algorithm>

#include "fraud/core.h"

namespace denwaban::fraud {
namespace {

constexpr Seconds kLook{5};

Options in_order(Options options) {
  std::ranges::sort(options.known_fraud_numbers);
  return options;
}

// "PJSIP/carrier-0000001f": carrier.
std::string_view name_in_channel(std::string_view channel) {
  size_t slash = channel.find('/'), dash = channel.rfind('-');
  if (slash == std::string_view::npos || dash == std::string_view::npos || dash < slash) return {};
  return channel.substr(slash + 1, dash - slash - 1);
}

}  // namespace

Detectors::Impl::Impl(Options options, HashSeed seed)
    : options_(in_order(std::move(options))),
      seed_(seed),
      reader_(options_, seed),
      clock_(options_.zone),
      accounts_(seed),
      budgets_(options_),
      cases_(options_.currency),
      trunks_(options_.trunks) {}

void Detectors::Impl::hear(const Call& call, CallChange change, Time now, Out& out) {
  advance(now, out);
  learn_trunk(call);
  if (change == CallChange::ended) return end(call, now, out);
  follow(call, now, out);
}

void Detectors::Impl::advance(Time now, Out& out) {
  if (now < next_look_) return;
  next_look_ = now + kLook;
  constexpr auto kEndless = std::chrono::hours(24);
  for (auto at = live_.begin(); at != live_.end();) {
    auto here = at++;
    if (here->second.began + kEndless < now) {
      forget(here);  // its end was not recorded
      continue;
    }
    if (!here->second.talking) continue;
    charge(here->second, now, out);
    weigh_length(here->second, now, out);
  }
  cases_.advance(now, out);
}

void Detectors::Impl::learn_trunk(const Call& call) {
  if (call.trunk.empty() || is_trunk(call.trunk) || trunks_.size() >= kTrunksMax) return;
  bool certain = call.direction == CallDirection::outgoing || call.direction == CallDirection::incoming;
  if (certain && call.trunk != call.account) trunks_.push_back(call.trunk);
}

// How numbers are sent is seen where both are known: what was dialled, and what was made of it.
void Detectors::Impl::learn_form(const Call& call, const OutsideNumber& to) {
  if (call.trunk.empty() || call.trunk_number != to.digits || call.dialled == call.trunk_number) return;
  if (e164_trunks_.size() >= kTrunksMax || std::ranges::find(e164_trunks_, call.trunk) != e164_trunks_.end()) return;
  e164_trunks_.push_back(call.trunk);
}

bool Detectors::Impl::is_trunk(std::string_view name) const {
  return !name.empty() && std::ranges::find(trunks_, name) != trunks_.end();
}

bool Detectors::Impl::came_by_trunk(const Call& call) const {
  return !call.entered_by.empty() || is_trunk(call.account) ||
         (call.account.empty() && is_trunk(name_in_channel(call.channel)));
}

bool Detectors::Impl::leaves(const Call& call, bool from_trunk) const {
  if (call.direction == CallDirection::outgoing) return true;
  return call.direction == CallDirection::unknown && !call.account.empty() && !from_trunk;
}

std::string Detectors::Impl::habit_name(const LiveCall& call) const {
  if (call.from_trunk) return "\x01trunk " + call.trunk;
  return call.nobody ? std::string("\x01nobody") : call.account;
}

// What decides whether a call leaves, and where to: the same as long as this is.
uint64_t Detectors::Impl::written_in(const Call& call) const {
  uint64_t written = hash(seed_, call.dialled) ^ static_cast<uint64_t>(call.direction);
  for (const std::string* text : {&call.trunk_number, &call.trunk, &call.entered_by})
    written = mix(written, hash(seed_, *text));
  return call.redirects.empty() ? written : mix(written, hash(seed_, call.redirects.back().to));
}

void Detectors::Impl::follow(const Call& call, Time now, Out& out) {
  uint64_t written = written_in(call);
  auto at = live_.find(call.id);
  if (at == live_.end() || at->second.written != written) {
    understand(call, now, out);
    at = live_.find(call.id);
  }
  if (at == live_.end()) return;
  at->second.written = written;
  if (at->second.trunk.empty()) at->second.trunk = call.trunk;
  note_talking(call, at->second, now, out);
}

// Begins to follow a call, or no longer follows it, by where it turns out to lead.
void Detectors::Impl::understand(const Call& call, Time now, Out& out) {
  auto at = live_.find(call.id);
  bool from_trunk = came_by_trunk(call);
  if (!leaves(call, from_trunk) || reader_.is_emergency(call, from_trunk)) {
    if (at != live_.end()) forget(at);
    return;
  }
  auto to = reader_.read(call, from_trunk, std::ranges::find(e164_trunks_, call.trunk) != e164_trunks_.end());
  if (!to) return;
  if (!from_trunk) learn_form(call, *to);
  if (at != live_.end() && at->second.to.key == to->key) return;
  if (at != live_.end() && at->second.finding == 0) forget(at);
  if (!live_.contains(call.id)) begin(call, std::move(*to), from_trunk, now, out);
}

LiveCall Detectors::Impl::new_call(const Call& call, OutsideNumber to, bool from_trunk, Time now) {
  LiveCall live;
  live.id = call.id;
  live.from_trunk = from_trunk;
  live.nobody = !from_trunk && call.account.empty();
  if (!from_trunk) live.account = call.account;
  live.trunk = call.trunk;
  live.redirected = !call.redirects.empty();
  live.to = std::move(to);
  live.began = now;
  live.at = clock_.at(now);
  live.evidence = call.evidence;
  live.number_known = exchange_.knows_number(live.to.key, live.at.day);
  return live;
}

void Detectors::Impl::begin(const Call& call, OutsideNumber to, bool from_trunk, Time now, Out& out) {
  if (live_.size() >= kLiveMax) forget(live_.begin());
  LiveCall live = new_call(call, std::move(to), from_trunk, now);
  Account& account = accounts_.get(habit_name(live), now);
  live.account_key = account.key;
  LiveCall& kept = live_.insert_or_assign(call.id, std::move(live)).first->second;
  note_attempt(kept, account);
  judge(kept, account, now, out);
  if (budgets_.in_use()) charge(kept, now, out);
  if (kept.finding == 0 && kept.points < 8) exchange_.hours.learn(kept.at);
}

bool Detectors::Impl::is_new_place(const LiveCall& live) const {
  return exchange_.places.days_before(live.to.place_key, live.at.day) == 0 && !live.number_known;
}

void Detectors::Impl::note_attempt(LiveCall& live, Account& account) {
  if (exchange_.calls++ == 0) exchange_.first_day = live.at.day;
  last_day_ = std::max(last_day_, live.at.day);
  live.new_place = live.to.stake != Stake::none && is_new_place(live);
  count_attempt(live, account);
}

void Detectors::Impl::count_attempt(LiveCall& live, Account& account) {
  account.look_at(live.at);
  ++account.calls;
  int64_t hour = int64_t{live.at.day} * 24 + live.at.hour;
  if (account.this_hour != hour) account.all_this_hour = 0;
  account.this_hour = hour;
  account.all_in_hour.see(++account.all_this_hour);
  if (live.to.stake == Stake::none) return;
  account.staked.add(live.began);
  account.ten_minutes.see(account.staked.within(std::chrono::minutes(10), live.began));
  account.hour.see(account.staked.within(std::chrono::hours(1), live.began));
  account.day.see(account.staked.within(std::chrono::hours(24), live.began));
  account.at_once.see(++account.live);
  if (account.dialled.size() >= Account::kDialledMax) account.dialled.pop_front();
  account.dialled.push_back(
      {live.to.key, tail_of(live.to.digits), live.to.place_key, to_epoch_ms(live.began), false, live.new_place});
}

// On copies: nothing is learned of what is only asked.
Weighed Detectors::Impl::weigh(const Call& call, Time now) {
  Weighed weighed;
  bool from_trunk = came_by_trunk(call);
  auto to = reader_.read(call, false, std::ranges::find(e164_trunks_, call.trunk) != e164_trunks_.end());
  if (!to) return weighed;
  weighed.known = true;
  weighed.number = to->digits;
  weighed.place = to->place;
  weighed.country = to->country;
  weighed.costs = to->class_price.micros > 0;
  auto heard = live_.find(call.id);
  bool is_heard = heard != live_.end() && heard->second.to.key == to->key;
  LiveCall live = is_heard ? heard->second : new_call(call, std::move(*to), from_trunk, now);
  live.account_key = accounts_.key(habit_name(live));
  if (weighed.costs) weighed.limit = limit_passed(live);
  const Account* known = accounts_.find(live.account_key);
  Account account = known != nullptr ? *known : Account();
  account.key = live.account_key;
  if (!is_heard) {
    live.new_place = live.to.stake != Stake::none && is_new_place(live);
    count_attempt(live, account);
  }
  suspect_ahead(std::move(live), std::move(account), now, weighed);
  return weighed;
}

void Detectors::Impl::note_talking(const Call& call, LiveCall& live, Time now, Out& out) {
  const auto& talking = call.reached ? call.reached : call.answered;
  if (!talking || live.talking) return;
  live.talking = std::max(*talking, live.began);
  Account* account = accounts_.find(live.account_key);
  if (account == nullptr || live.to.stake == Stake::none) return;
  for (auto& dialled : account->dialled)
    if (dialled.number == live.to.key && dialled.time == to_epoch_ms(live.began)) dialled.answered = true;
  judge(live, *account, now, out);
}

void Detectors::Impl::forget(std::map<std::string, LiveCall, std::less<>>::iterator at) {
  const LiveCall& live = at->second;
  Account* account = accounts_.find(live.account_key);
  if (account != nullptr && live.to.stake != Stake::none && account->live > 0) --account->live;
  if (live.finding != 0) cases_.call_ended(live.finding, live.id, live.began);
  live_.erase(at);
}

void Detectors::Impl::end(const Call& call, Time now, Out& out) {
  constexpr Seconds kShort{15};
  bool missed = !call.reached && !call.answered && now - call.began <= kShort;
  if (call.direction == CallDirection::incoming && missed) exchange_.learn_ring(call.caller_number, now);

  follow(call, now, out);
  auto at = live_.find(call.id);
  if (at == live_.end()) return;
  LiveCall& live = at->second;
  charge(live, now, out);
  weigh_length(live, now, out);
  Account* account = accounts_.find(live.account_key);
  if (live.odd != 0)
    if (OddCall* odd = exchange_.odd(live.odd)) odd->cost = live.counted;
  if (live.finding != 0)
    cases_.call_ended(live.finding, live.id, now);
  else if (account != nullptr)
    learn(live, *account, now);
  forget(at);
}

void Detectors::Impl::learn(const LiveCall& live, Account& account, Time now) {
  constexpr double kOdd = 8, kUnusual = 1.5;
  PlaceMemory& place = exchange_.place(live.to.place_key);
  if (!live.talking && live.counted_part > 0) {  // a wrong number, engaged: half as odd
    account.suspicion.add(-live.counted_part / 2, now);
    place.suspicion.add(-live.counted_part / 2, now);
  }
  if (live.to.stake >= Stake::some && live.points >= 6 && live.minutes(now) < 1) {
    place.tester = live.account.empty() ? live.trunk : live.account;
    place.tester_key = live.account_key;
    place.tested = now;
  }
  bool idle_day = exchange_.hours.idle_day(live.at);
  if (live.to.stake == Stake::none) return account.hours.learn(live.at, idle_day);
  if (!live.talking) return;
  bool teaches_slowly = live.to.stake == Stake::great && live.off_hours >= 2;
  if (!teaches_slowly) {
    exchange_.places.learn(live.to.place_key, live.at.day);
    account.places.learn(live.to.place_key, live.at.day);
  }
  if (live.points < kOdd) exchange_.learn_number(live.to.key, live.at.day);
  if (live.off_hours < kUnusual || account.last_unusual_day < live.at.day) {
    account.hours.learn(live.at, idle_day);
    if (live.off_hours >= kUnusual) account.last_unusual_day = live.at.day;
  }
}

}  // namespace denwaban::fraud
