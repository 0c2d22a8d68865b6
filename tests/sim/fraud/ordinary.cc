// SPDX-License-Identifier: GPL-3.0-or-later
#include "ordinary.h"

#include <algorithm>

#include "base/hash.h"

namespace denwaban::sim {
namespace {

int talk_of(const Person& person, bool abroad, Chance& chance) {
  double median = 80, spread = 1.2;
  if (person.role == Role::agent) median = 60, spread = 1.1;
  if (person.role == Role::manager || person.role == Role::night_manager) median = 190, spread = 1.1;
  if (person.role == Role::conference) median = 2400, spread = 0.6;
  if (person.role == Role::fax) median = 60, spread = 0.5;
  if (abroad) median *= 1.5;
  return static_cast<int>(std::clamp(chance.log_normal(median, spread), 2.0, 4 * 3600.0));
}

// What of a usual working day is this day?
double share_of_day(const Company& company, int day, const Person& person) {
  const std::chrono::year_month_day date(company.date(day));
  const std::chrono::weekday weekday(company.date(day));
  if (company.trade == Trade::hotel) return 1;
  if (company.holiday(company.date(day)) || weekday == std::chrono::Sunday)
    return person.role == Role::shift ? std::max(0.5, company.sunday) : company.sunday;
  if (weekday == std::chrono::Saturday) return person.role == Role::shift ? 1 : company.saturday;
  double share = weekday == std::chrono::Monday ? 1.15 : weekday == std::chrono::Friday ? 0.85 : 1;
  const auto last = std::chrono::year_month_day_last(date.year(), std::chrono::month_day_last(date.month()));
  if (static_cast<unsigned>(date.day()) + 2 > static_cast<unsigned>(last.day())) share *= 1.4;
  const unsigned month = static_cast<unsigned>(date.month());
  if (month == 8 || month == 12) share *= 0.8;
  return share;
}

bool away(const Company& company, size_t person, int day) {
  return mix(company.seed * 1000 + person, static_cast<uint64_t>(day / 7 + 1)) % 13 == 0;
}

class Day {
 public:
  Day(const Company& company, Chance& chance, std::vector<SimCall>& out)
      : company_(company), chance_(chance), out_(out) {}

  void live(size_t index, int day) {
    const Person& person = company_.people[index];
    const double mean =
        person.calls_a_day * share_of_day(company_, day, person) * chance_.log_normal(0.9, 0.4);
    const int count = chance_.poisson(mean);
    std::vector<double> hours;
    for (int i = 0; i < count; ++i) hours.push_back(hour_of_day(company_, person, index, day, chance_));
    std::sort(hours.begin(), hours.end());
    for (double hour : hours) call(static_cast<int>(index), std::max(free_, company_.at(day, hour)));
  }

 private:
  void call(int index, Time when) {
    const Person& person = company_.people[static_cast<size_t>(index)];
    if (chance_.happens(person.outgoing_share)) {
      if (chance_.happens(person.role == Role::agent ? 0.02 : 0.2)) return internal(index, when);
      return outside(index, someone(person), when, 3);
    }
    incoming(index, when);
  }

  Number someone(const Person& person) {
    if (!chance_.happens(person.fresh_share))
      return person.contacts[chance_.favourite(person.contacts.size())];
    double odd = company_.trade == Trade::trader ? 0.02 : company_.trade == Trade::hotel ? 0.2 : 0.003;
    if (person.role == Role::agent) odd = 0;
    if (chance_.happens(odd))
      return somebody_at(company_, usual_place(company_, chance_), chance_, chance_.happens(0.4));
    if (!company_.partners.empty() && person.role != Role::agent && chance_.happens(0.05))
      return somebody_at(company_, *company_.partners[chance_.favourite(company_.partners.size())], chance_,
                         chance_.happens(0.3));
    return somebody_at_home(company_, chance_);
  }

  void done(const SimCall& call) {
    free_ = std::max(free_, call.ended_at() + Seconds(chance_.between(4, 60)));
    out_.push_back(call);
  }

  void outside(int index, const Number& number, Time when, int tries) {
    const Person& person = company_.people[static_cast<size_t>(index)];
    SimCall call = call_out(company_, index, number, when, chance_);
    const uint64_t roll = chance_.below(100);
    let_ring(call,
             roll < 73   ? Outcome::answered
             : roll < 91 ? Outcome::no_answer
             : roll < 98 ? Outcome::busy
                         : Outcome::failed,
             chance_);
    call.talk = talk_of(person, !number.e164.starts_with(company_.home->code), chance_);
    done(call);
    if (!call.is_answered() && tries > 0 && chance_.happens(0.35))
      outside(index, number, free_ + Seconds(chance_.between(20, 600)), tries - 1);
  }

  void internal(int index, Time when) {
    SimCall call;
    call.began = when;
    call.person = index;
    if (chance_.happens(0.1)) {
      call.way = Way::code;
      call.number.dialled = chance_.happens(0.7) ? "*97" : "*43";
      call.talk = static_cast<int>(chance_.between(5, 120));
      return done(call);
    }
    call.way = Way::internal;
    call.to = static_cast<int>(chance_.below(static_cast<uint64_t>(company_.spare())));
    if (call.to == index) return;
    call.number.dialled = company_.people[static_cast<size_t>(call.to)].account;
    let_ring(call, chance_.happens(0.75) ? Outcome::answered : Outcome::no_answer, chance_);
    call.talk = static_cast<int>(std::clamp(chance_.log_normal(45, 1), 2.0, 3600.0));
    done(call);
  }

  void incoming(int index, Time when) {
    const Person& person = company_.people[static_cast<size_t>(index)];
    const bool known = chance_.happens(0.6);
    const Number from = known ? person.contacts[chance_.favourite(person.contacts.size())]
                              : somebody_at_home(company_, chance_);
    SimCall call = call_in(company_, index,
                           chance_.happens(0.05) ? "anonymous" : shown_number(company_, from), when, chance_);
    const uint64_t roll = chance_.below(100);
    let_ring(call, roll < 80 ? Outcome::answered : roll < 95 ? Outcome::no_answer : Outcome::busy, chance_);
    call.talk = talk_of(person, false, chance_);
    if (!call.is_answered() && person.forwards) {
      call.way = Way::forwarded;
      call.person = index;
      call.number = person.mobile;
      call.trunk_out = call.trunk_in;
      let_ring(call, chance_.happens(0.8) ? Outcome::answered : Outcome::no_answer, chance_);
      return done(call);
    }
    done(call);
    if (!call.is_answered() && known && chance_.happens(0.6))
      outside(index, from, free_ + Seconds(chance_.between(30, 2400)), 0);
  }

  const Company& company_;
  Chance& chance_;
  std::vector<SimCall>& out_;
  Time free_{};
};

}  // namespace

void let_ring(SimCall& call, Outcome outcome, Chance& chance) {
  call.outcome = outcome;
  switch (outcome) {
    case Outcome::answered:
      call.ring = static_cast<int>(chance.between(2, 22));
      break;
    case Outcome::no_answer:
      call.ring = static_cast<int>(chance.between(12, 59));
      break;
    case Outcome::busy:
      call.ring = static_cast<int>(chance.between(1, 4));
      break;
    case Outcome::failed:
      call.ring = static_cast<int>(chance.between(0, 2));
      break;
  }
}

SimCall call_out(const Company& company, int person, Number number, Time when, Chance& chance) {
  SimCall call;
  call.way = Way::outgoing;
  call.person = person;
  call.number = std::move(number);
  call.began = when + Milliseconds(chance.below(1000));
  call.trunk_out = company.trunks.size() > 1 && chance.happens(0.1) ? 1 : 0;
  return call;
}

SimCall call_in(const Company& company, int to, std::string caller, Time when, Chance& chance) {
  SimCall call;
  call.way = Way::incoming;
  call.to = to;
  call.caller = std::move(caller);
  call.began = when + Milliseconds(chance.below(1000));
  call.trunk_in = company.trunks.size() > 1 && chance.happens(0.1) ? 1 : 0;
  return call;
}

std::string shown_number(const Company& company, const Number& number) {
  if (company.sending == Company::Sending::plus) return "+" + number.e164;
  if (company.sending == Company::Sending::e164) return number.e164;
  const std::string_view digits = number.e164;
  if (digits.starts_with(company.home->code))
    return std::string(company.home->national == "1" || company.home->national.size() > 1
                           ? ""
                           : company.home->national) +
           std::string(digits.substr(company.home->code.size()));
  return (company.home->iso == "US" ? "+" : std::string(company.home->abroad)) + number.e164;
}

bool employed(const Person& person, int day) { return day >= person.first_day && day < person.last_day; }

double hour_of_day(const Company& company, const Person& person, size_t index, int day, Chance& chance) {
  if (person.role == Role::shift) {
    const int shift = (day / 7 + static_cast<int>(index)) % 3;
    return 6 + 8 * shift + chance.real(0, 8);
  }
  if (person.role == Role::night_manager && chance.happens(0.4)) return chance.real(20, 25.5);
  if (chance.happens(company.night)) return chance.real(0, 24);
  const double roll = chance.unit();
  if (roll < 0.48) return chance.real(company.opens, std::max(company.opens + 1, 12.2));
  if (roll < 0.93) return chance.real(13, company.closes);
  if (roll < 0.98) return chance.real(12, 13.5);
  return company.closes + chance.real(0, 2.5) * chance.unit();
}

void add_ordinary_days(const Company& company, Chance chance, std::vector<SimCall>& out) {
  for (int day = 0; day < company.days; ++day)
    for (size_t i = 0; i < company.people.size(); ++i)
      if (employed(company.people[i], day) && !away(company, i, day)) Day(company, chance, out).live(i, day);
}

}  // namespace denwaban::sim
