// SPDX-License-Identifier: GPL-3.0-or-later
#include "thefts.h"

#include <algorithm>
#include <functional>

#include "ordinary.h"

namespace denwaban::sim {
namespace {

using Numbers = std::function<Number()>;

// So many calls at a time, one after the other on each of these lines.
struct Pump {
  Time begin{}, end{};
  int lines = 1;
  double talk_least = 120, talk_most = 900;  // seconds
  double gap_least = 2, gap_most = 60;
  double answered = 0.85;
  Way way = Way::outgoing;
};

class Thief {
 public:
  Thief(const Company& company, Chance& chance) : company_(company), chance_(chance) {}

  std::vector<SimCall> calls;

  void weekend() {
    const int day = weekend_day();
    Pump pump = fast(company_.at(day, chance_.real(0, 20)), chance_.real(3, 30));
    run(pump, someone(day), many_numbers());
  }

  void slow() {
    const int length = static_cast<int>(chance_.between(12, 40)), first = a_day(length);
    const int person = someone(first);
    const Numbers numbers = many_numbers();
    const int64_t nightly = chance_.between(1, 4);
    for (int day = first; day < first + length; ++day)
      for (int64_t n = chance_.between(nightly > 2 ? 1 : 0, nightly); n > 0; --n)
        one(person, numbers(), company_.at(day, night()), chance_.real(180, 1200), Way::outgoing);
  }

  void many_accounts() {
    const int day = a_day(1);
    const Numbers numbers = many_numbers();
    const double hour = chance_.happens(0.7) ? night() : chance_.real(9, 16), length = chance_.real(0.5, 5);
    for (int64_t n = chance_.between(8, 14); n > 0; --n) {
      const int person = someone(day);
      for (int64_t each = chance_.between(1, 3); each > 0; --each)
        one(person, numbers(), company_.at(day, hour + chance_.real(0, length)), chance_.real(300, 1800),
            Way::outgoing);
    }
  }

  // Countries in turn, other prefixes, until something answers.
  void route_hunting() {
    const int day = a_day(1);
    const int person = someone(day);
    Time when = company_.at(day, chance_.happens(0.7) ? night() : chance_.real(8, 18));
    for (int64_t n = chance_.between(8, 60); n > 0; --n) {
      SimCall call = call_out(company_, person, costly(), when, chance_);
      const uint64_t garbled = chance_.below(4);
      if (garbled == 0)
        call.number.dialled = "9" + call.number.dialled, call.number.sent = "9" + call.number.sent;
      let_ring(call, chance_.happens(0.85) ? Outcome::failed : Outcome::no_answer, chance_);
      calls.push_back(call);
      when = call.ended_at() + Seconds(chance_.between(1, 40));
    }
    run(fast(when + Seconds(chance_.between(10, 7200)), chance_.real(1, 10)), person, many_numbers());
  }

  void test_then_pump() {
    const int day = a_day(2);
    const Numbers numbers = many_numbers();
    const double hour = chance_.real(9, 20);
    one(someone(day), numbers(), company_.at(day, hour), chance_.real(3, 30), Way::outgoing);
    run(fast(company_.at(day, hour + chance_.real(3, 14)), chance_.real(2, 12)), someone(day), numbers);
  }

  void wangiri() {
    const int day = working_day();
    const double hour = chance_.real(company_.opens, company_.closes - 3);
    const Place& place = wanted_place(company_, chance_);
    std::vector<Number> lures;
    for (int64_t n = chance_.between(1, 4); n > 0; --n)
      lures.push_back(somebody_at(company_, place, chance_, true));
    for (Number& lure : lures) lure.price = static_cast<int64_t>(chance_.real(0.8, 3) * 1e6);
    for (int64_t n = chance_.between(12, 100); n > 0; --n) {
      const int person = someone(day);
      const Number& lure = chance_.of(lures);
      SimCall call = call_in(company_, person, shown_number(company_, lure),
                             company_.at(day, hour + chance_.real(0, 0.7)), chance_);
      call.outcome = Outcome::no_answer;
      call.ring = static_cast<int>(chance_.between(1, 3));
      calls.push_back(call);
      if (chance_.happens(0.3))
        one(person, lure, call.ended_at() + Seconds(chance_.between(20, 5400)), chance_.log_normal(70, 0.8),
            Way::outgoing);
    }
  }

  void through(Way way) {
    const int day = a_day(2);
    const int person = way == Way::disa ? -1 : someone(day);
    Pump pump =
        fast(company_.at(day, chance_.happens(0.7) ? night() : chance_.real(8, 18)), chance_.real(2, 20));
    pump.way = way;
    run(pump, person, way == Way::forwarded ? few_numbers(1) : many_numbers());
  }

  void sequential() {
    const int day = a_day(1);
    Number base = costly();
    uint64_t step = 0;
    const Numbers numbers = [&] {
      Number number = base;
      add(number, step++);
      return number;
    };
    run(fast(company_.at(day, any_hour()), chance_.real(1, 10)), someone(day), numbers);
  }

  void same_number() {
    const int day = a_day(2);
    Pump pump = fast(company_.at(day, any_hour()), chance_.real(3, 20));
    pump.lines = static_cast<int>(chance_.between(1, 3));
    run(pump, someone(day), few_numbers(1));
  }

  void long_held() {
    const int day = a_day(1);
    const int person = someone(day);
    const Numbers numbers = many_numbers();
    for (int64_t n = chance_.between(2, 6); n > 0; --n)
      one(person, numbers(), company_.at(day, night() + chance_.real(0, 0.5)),
          chance_.real(2 * 3600, 9 * 3600), Way::outgoing);
  }

  void satellite() {
    const int day = a_day(1);
    const auto numbers = [&] {
      constexpr const char* kNames[] = {"inmarsat", "iridium", "thuraya", "network", "premium"};
      return somebody_at(company_, *find_place(kNames[chance_.below(std::size(kNames))]), chance_, true);
    };
    Pump pump = fast(company_.at(day, any_hour()), chance_.real(0.5, 6));
    pump.lines = static_cast<int>(chance_.between(1, 3));
    run(pump, someone(day), numbers);
  }

  void in_hours() {
    const int length = static_cast<int>(chance_.between(3, 12)), first = a_day(length);
    const int person = busiest(first);
    const Numbers numbers = many_numbers();
    for (int day = first; day < first + length; ++day)
      for (int64_t n = company_.weekend(day) ? 0 : chance_.between(2, 8); n > 0; --n)
        one(person, numbers(), company_.at(day, chance_.real(company_.opens, company_.closes)),
            chance_.real(120, 900), Way::outgoing);
  }

  void begins_cheap() {
    const int day = a_day(2);
    const int person = someone(day);
    const Place& cheap = usual_place(company_, chance_);
    const double hour = any_hour();
    for (int64_t n = chance_.between(4, 20); n > 0; --n)
      one(person, somebody_at(company_, cheap, chance_, false), company_.at(day, hour + chance_.real(0, 5)),
          chance_.real(5, 200), Way::outgoing);
    run(fast(company_.at(day, hour + 5), chance_.real(2, 12)), person, many_numbers());
  }

  void home_premium() {
    const int day = a_day(2);
    const bool shared = !company_.home->shared.empty() && chance_.happens(0.15);
    const double price = shared ? 0.14 : chance_.real(1, 3);
    std::vector<Number> list;
    for (int64_t n = chance_.between(1, 5); n > 0; --n)
      list.push_back(company_.national(
          chance_.digits(chance_.of(words(shared ? company_.home->shared : company_.home->premium))), price));
    Pump pump = fast(company_.at(day, any_hour()), chance_.real(2, 14));
    pump.lines = static_cast<int>(chance_.between(1, 5));
    run(pump, someone(day), [&] { return chance_.of(list); });
  }

  void without_account(Way way) {
    const int day = a_day(2);
    Pump pump = fast(company_.at(day, any_hour()), chance_.real(1, 20));
    pump.way = way;
    run(pump, -1, many_numbers());
  }

  void holiday() {
    std::vector<int> days;
    for (int day = company_.days / 3; day < company_.days - 1; ++day)
      if (company_.holiday(company_.date(day))) days.push_back(day);
    const int day = days.empty() ? weekend_day() : chance_.of(days);
    run(fast(company_.at(day, chance_.real(0, 16)), chance_.real(2, 14)), someone(day), many_numbers());
  }

  void busy_day() {
    const int day = working_day();
    Pump pump =
        fast(company_.at(day, company_.opens + chance_.real(0, 2)), company_.closes - company_.opens - 2);
    pump.lines = static_cast<int>(chance_.between(1, 3));
    pump.gap_least = 30, pump.gap_most = 900;
    run(pump, busiest(day), many_numbers());
  }

  void trickle() {
    const int length = static_cast<int>(chance_.between(10, 30)), first = a_day(length);
    const Numbers numbers = many_numbers();
    const int64_t nightly = chance_.between(1, 3);
    for (int day = first; day < first + length; ++day)
      for (int64_t n = chance_.between(0, nightly); n > 0; --n)
        one(someone(day), numbers(), company_.at(day, night()), chance_.real(240, 1500), Way::outgoing);
  }

  // Where nobody wonders at the country: a rented range beside the partners' numbers.
  void familiar() {
    const int day = a_day(2);
    const Place* place =
        company_.partners.empty() ? &wanted_place(company_, chance_) : chance_.of(company_.partners);
    const double price = chance_.real(0.4, 1.2);
    const std::string range = chance_.digits(words(place->mobile).front());
    const Numbers numbers = [&, place] {
      std::string e164 = range;
      for (size_t i = e164.size() - 3; i < e164.size(); ++i)
        e164[i] = static_cast<char>('0' + chance_.below(10));
      return company_.abroad(e164, place->mobile_price > 0.2 ? place->mobile_price : price);
    };
    run(fast(company_.at(day, chance_.happens(0.7) ? night() : any_hour()), chance_.real(2, 12)),
        someone(day), numbers);
  }

  void night_shift() {
    const int day = a_day(1);
    int person = someone(day);
    for (size_t i = 0; i < company_.people.size(); ++i)
      if (company_.people[i].role == Role::shift || company_.people[i].role == Role::night_manager)
        if (employed(company_.people[i], day)) person = static_cast<int>(i);
    run(fast(company_.at(day, night()), chance_.real(1, 6)), person, many_numbers());
  }

  void early() {
    const int length = static_cast<int>(chance_.between(1, 3));
    const int person = someone(0);
    const Numbers numbers = many_numbers();
    for (int day = 0; day < length; ++day) {
      Pump pump = fast(company_.at(day, chance_.real(0, 10)), chance_.real(2, 10));
      pump.lines = static_cast<int>(chance_.between(1, 4));
      run(pump, person, numbers);
    }
  }

  void rogue() {
    const int day = a_day(3);
    run(fast(company_.at(day, any_hour()), chance_.real(1, 40)), company_.spare(), many_numbers());
  }

  void dormant() {
    const int day = a_day(2);
    run(fast(company_.at(day, any_hour()), chance_.real(1, 12)), static_cast<int>(1 + chance_.below(2)),
        many_numbers());
  }

 private:
  Pump fast(Time begin, double hours) {
    Pump pump;
    pump.begin = begin;
    pump.end = begin + Seconds(static_cast<int64_t>(hours * 3600));
    pump.lines = static_cast<int>(chance_.between(1, 10));
    pump.talk_least = chance_.real(20, 300);
    pump.talk_most = pump.talk_least * chance_.real(1.2, 8);
    pump.gap_most = chance_.real(3, 180);
    pump.answered = chance_.real(0.5, 1);
    return pump;
  }

  // Some are cut off soon, by whoever: most thefts are of some dozens of calls, few of a thousand.
  void run(const Pump& pump, int person, const Numbers& numbers) {
    const size_t before = calls.size();
    const size_t most = static_cast<size_t>(std::clamp(chance_.log_normal(60, 1.2), 5.0, 1200.0));
    const size_t share = most / static_cast<size_t>(pump.lines) + 1;
    for (int line = 0; line < pump.lines; ++line) {
      Time when = pump.begin + Seconds(chance_.between(0, 120));
      while (when < pump.end && calls.size() < before + share * static_cast<size_t>(line + 1)) {
        const double talk =
            chance_.happens(pump.answered) ? chance_.real(pump.talk_least, pump.talk_most) : 0;
        const SimCall& call = one(person, numbers(), when, talk, pump.way);
        when = call.ended_at() + Seconds(static_cast<int64_t>(chance_.real(pump.gap_least, pump.gap_most)));
      }
    }
  }

  // `talk` below one second: nobody answers.
  const SimCall& one(int person, Number number, Time when, double talk, Way way) {
    SimCall call = call_out(company_, person, std::move(number), when, chance_);
    call.way = way;
    if (way == Way::disa || way == Way::forwarded || way == Way::transferred) {
      if (caller_.empty())
        caller_ = chance_.happens(0.3)
                      ? "anonymous"
                      : shown_number(company_, chance_.happens(0.5)
                                                   ? somebody_at_home(company_, chance_)
                                                   : somebody_at(company_, usual_place(company_, chance_),
                                                                 chance_, true));
      call.caller = caller_;
      call.trunk_in = call.trunk_out;
      call.to = person;
    }
    let_ring(call,
             talk >= 1              ? Outcome::answered
             : chance_.happens(0.5) ? Outcome::no_answer
                                    : Outcome::failed,
             chance_);
    call.talk = static_cast<int>(std::max(1.0, talk));
    calls.push_back(std::move(call));
    return calls.back();
  }

  Number costly() {
    return somebody_at(company_, wanted_place(company_, chance_), chance_, chance_.happens(0.7));
  }

  Numbers few_numbers(int64_t count) {
    std::vector<Number> list;
    for (; count > 0; --count) list.push_back(costly());
    return [this, list] { return chance_.of(list); };
  }

  // One country or some, any number there or a handful.
  Numbers many_numbers() {
    if (chance_.happens(0.3)) return few_numbers(chance_.between(2, 8));
    std::vector<const Place*> where;
    for (int64_t n = chance_.happens(0.5) ? 1 : chance_.between(2, 5); n > 0; --n)
      where.push_back(&wanted_place(company_, chance_));
    const bool mobile = chance_.happens(0.7);
    return [this, where, mobile] { return somebody_at(company_, *chance_.of(where), chance_, mobile); };
  }

  // The number `step` further on.
  static void add(Number& number, uint64_t step) {
    for (std::string* text : {&number.dialled, &number.sent, &number.e164}) {
      uint64_t carry = step;
      for (size_t i = text->size(); i-- > 0 && carry > 0;) {
        carry += static_cast<uint64_t>((*text)[i] - '0');
        (*text)[i] = static_cast<char>('0' + carry % 10);
        carry /= 10;
      }
    }
  }

  // A first day that leaves so many, and mostly some history before.
  int a_day(int length) {
    const int last = std::max(1, company_.days - length - 1);
    const int first =
        chance_.happens(0.95) ? std::min(last - 1, std::max(8, company_.days / 3)) : std::min(3, last - 1);
    return static_cast<int>(chance_.between(std::max(0, first), last));
  }
  int working_day() {
    for (int tries = 0; tries < 60; ++tries) {
      const int day = a_day(2);
      if (!company_.weekend(day) && !company_.holiday(company_.date(day))) return day;
    }
    return a_day(2);
  }
  int weekend_day() {
    for (int tries = 0; tries < 60; ++tries)
      if (const int day = a_day(2); company_.weekend(day)) return day;
    return a_day(2);
  }
  double night() { return chance_.real(20.5, 29); }
  double any_hour() { return chance_.happens(0.6) ? night() : chance_.real(0, 24); }

  int someone(int day) {
    for (int tries = 0; tries < 50; ++tries) {
      const size_t i = chance_.below(company_.people.size());
      if (employed(company_.people[i], day)) return static_cast<int>(i);
    }
    return 0;
  }
  int busiest(int day) {
    int best = someone(day);
    for (int i = 0; i < static_cast<int>(company_.people.size()); ++i) {
      const Person& person = company_.people[static_cast<size_t>(i)];
      const bool more = person.calls_a_day > company_.people[static_cast<size_t>(best)].calls_a_day;
      if (more && employed(person, day)) best = i;
    }
    return best;
  }

  const Company& company_;
  Chance& chance_;
  std::string caller_;
};

using Deed = void (*)(Thief&);

// In the order of TheftKind.
constexpr Deed kDeeds[] = {
    [](Thief& t) { t.weekend(); },
    [](Thief& t) { t.slow(); },
    [](Thief& t) { t.many_accounts(); },
    [](Thief& t) { t.route_hunting(); },
    [](Thief& t) { t.test_then_pump(); },
    [](Thief& t) { t.wangiri(); },
    [](Thief& t) { t.through(Way::disa); },
    [](Thief& t) { t.through(Way::forwarded); },
    [](Thief& t) { t.through(Way::transferred); },
    [](Thief& t) { t.sequential(); },
    [](Thief& t) { t.same_number(); },
    [](Thief& t) { t.long_held(); },
    [](Thief& t) { t.satellite(); },
    [](Thief& t) { t.in_hours(); },
    [](Thief& t) { t.begins_cheap(); },
    [](Thief& t) { t.home_premium(); },
    [](Thief& t) { t.without_account(Way::originated); },
    [](Thief& t) { t.without_account(Way::guest); },
    [](Thief& t) { t.holiday(); },
    [](Thief& t) { t.busy_day(); },
    [](Thief& t) { t.trickle(); },
    [](Thief& t) { t.familiar(); },
    [](Thief& t) { t.night_shift(); },
    [](Thief& t) { t.early(); },
    [](Thief& t) { t.rogue(); },
    [](Thief& t) { t.dormant(); },
};
static_assert(std::size(kDeeds) == kTheftKinds);

constexpr std::string_view kNames[] = {
    "weekend",   "slow",       "many_accounts", "route_hunting", "test_then_pump", "wangiri",
    "disa",      "forwarding", "transfer",      "sequential",    "same_number",    "long_held",
    "satellite", "in_hours",   "begins_cheap",  "home_premium",  "manager",        "guest",
    "holiday",   "busy_day",   "trickle",       "familiar",      "night_shift",    "early",
    "rogue",     "dormant"};
static_assert(std::size(kNames) == kTheftKinds);

}  // namespace

std::string_view to_string(TheftKind kind) { return kNames[static_cast<size_t>(kind)]; }

std::vector<SimCall> commit(TheftKind kind, const Company& company, Chance chance) {
  Thief thief(company, chance);
  kDeeds[static_cast<size_t>(kind)](thief);
  return std::move(thief.calls);
}

}  // namespace denwaban::sim
