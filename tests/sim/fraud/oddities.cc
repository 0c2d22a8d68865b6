// SPDX-License-Identifier: GPL-3.0-or-later
// Honest, and unlike other days.
#include <algorithm>

#include "ordinary.h"

namespace denwaban::sim {
namespace {

class Oddities {
 public:
  Oddities(const Company& company, Chance& chance, std::vector<SimCall>& out)
      : company_(company), chance_(chance), out_(out) {}

  void fax_redials() {
    for (int day = 0; day < company_.days; ++day)
      if (working(day) && chance_.happens(0.12)) redial(1, day);
  }

  // Somebody abroad with the company's telephone: other hours, another country.
  void business_trips() {
    for (size_t i = 0; i < company_.people.size(); ++i) {
      const Role role = company_.people[i].role;
      if (role != Role::manager && role != Role::field && role != Role::night_manager) continue;
      const int trips = chance_.poisson(company_.days / 150.0);
      for (int trip = 0; trip < trips; ++trip) travel(static_cast<int>(i));
    }
  }

  void new_suppliers() {
    const double each = company_.trade == Trade::trader ? 60.0
                        : company_.trade == Trade::shop ? 400.0
                                                        : 150.0;
    for (int n = chance_.poisson(company_.days / each); n > 0; --n) {
      const Place& place = usual_place(company_, chance_);
      std::vector<Number> numbers;
      for (int64_t i = chance_.between(1, 4); i > 0; --i)
        numbers.push_back(somebody_at(company_, place, chance_, chance_.happens(0.35)));
      const int first = any_day();
      const int64_t people = chance_.between(1, 3), length = chance_.between(10, 60);
      for (int64_t p = 0; p < people; ++p) {
        const int person = anyone(first);
        for (int day = first; day < std::min<int64_t>(first + length, company_.days); ++day)
          if (working(day) && chance_.happens(0.5))
            for (int64_t calls = chance_.between(1, 3); calls > 0; --calls)
              ring(person, chance_.of(numbers), company_.at(day, office_hour()), 120, 1.0, 0.7);
      }
    }
  }

  // A few people call a whole list in another country.
  void campaigns() {
    if (!chance_.happens(0.15)) return;
    const Place& place = usual_place(company_, chance_);
    const int first = any_day();
    const int64_t length = chance_.between(5, 15), people = chance_.between(2, 8),
                  daily = chance_.between(15, 60);
    for (int64_t p = 0; p < people; ++p) {
      const int person = anyone(first);
      for (int day = first; day < std::min<int64_t>(first + length, company_.days); ++day)
        for (int64_t n = 0; working(day) && n < daily; ++n)
          ring(person, somebody_at(company_, place, chance_, chance_.happens(0.2)),
               company_.at(day, office_hour()), 70, 0.9, 0.4);
    }
  }

  // Every week many dial the same bridge, and stay long.
  void bridges() {
    if (!chance_.happens(0.4)) return;
    constexpr const char* kWhere[] = {"GB", "US", "DE", "FR", "IE", "NL"};
    const Place& place = *find_place(kWhere[chance_.below(std::size(kWhere))]);
    if (place.iso == company_.home->iso) return;
    const Number number = somebody_at(company_, place, chance_, false);
    const int weekday = static_cast<int>(chance_.below(7));
    const double hour = chance_.real(9, 17);
    for (int day = any_day(); day < company_.days; ++day) {
      if (day % 7 != weekday || !working(day)) continue;
      for (int64_t n = chance_.between(3, 8); n > 0; --n)
        ring(anyone(day), number, company_.at(day, hour + chance_.real(-0.05, 0.1)), 3000, 0.3, 0.98);
    }
  }

  // Someone calls the family: after hours, to where few others call.
  void families_abroad() {
    for (int n = chance_.poisson(0.25 * static_cast<double>(company_.people.size()) / 15); n > 0; --n) {
      const Place& place = usual_place(company_, chance_);
      const std::vector<Number> numbers = {somebody_at(company_, place, chance_, true),
                                           somebody_at(company_, place, chance_, false)};
      const int person = anyone(0);
      const int first = std::max(company_.people[static_cast<size_t>(person)].first_day,
                                 chance_.happens(0.6) ? 0 : any_day());
      const double rate = chance_.real(0.1, 0.5);
      for (int day = first; day < company_.days; ++day)
        if (working(day) && chance_.happens(rate))
          ring(person, chance_.of(numbers),
               company_.at(day, chance_.happens(0.5) ? chance_.real(12, 13.5)
                                                     : company_.closes + chance_.real(-0.5, 1.5)),
               480, 0.7, 0.8);
    }
  }

  void misdialled() {
    for (int n = chance_.poisson(person_days() / 3000); n > 0; --n) {
      const int day = any_day();
      ring(anyone(day), somebody_at(company_, chance_.of(places()), chance_, false),
           company_.at(day, office_hour()), 8, 0.4, 0.3);
    }
  }

  void emergencies() {
    for (int n = chance_.poisson(person_days() / 4000 + 0.3); n > 0; --n) {
      const int day = any_day();
      const std::string_view digits = chance_.of(words(company_.home->emergency));
      Number number = company_.service(digits);
      if (chance_.happens(0.5)) number.dialled = digits;
      SimCall call = call_out(company_, anyone(day), number, company_.at(day, chance_.real(0, 24)), chance_);
      call.emergency = true;
      let_ring(call, Outcome::answered, chance_);
      call.talk = static_cast<int>(chance_.between(20, 400));
      out_.push_back(call);
    }
  }

  void overtime() {
    for (int n = chance_.poisson(company_.days / 20.0); n > 0; --n) {
      const int day = any_day();
      const bool evening = chance_.happens(0.5);
      const int person = anyone(day);
      const double from = evening ? company_.closes : chance_.real(9, 14);
      for (int64_t calls = chance_.between(2, 10); calls > 0; --calls) {
        const Person& who = company_.people[static_cast<size_t>(person)];
        ring(person, who.contacts[chance_.favourite(who.contacts.size())],
             company_.at(day, from + chance_.real(0, 4)), 100, 1.1, 0.7);
      }
    }
  }

  // Horoscopes, directories, hotlines.
  void paid_services() {
    for (int n = chance_.poisson(person_days() / 5000); n > 0; --n) {
      const int day = any_day();
      ring(anyone(day), company_.national(chance_.digits(chance_.of(words(company_.home->premium))), 1.5),
           company_.at(day, office_hour()), 90, 0.6, 0.8);
    }
  }

  // The chief on holiday has his telephone follow him.
  void forwarded_on_holiday() {
    if (!chance_.happens(0.12)) return;
    const int person = anyone(0), first = any_day();
    const bool abroad = chance_.happens(0.4);
    const Number number = abroad ? somebody_at(company_, usual_place(company_, chance_), chance_, true)
                                 : company_.people[static_cast<size_t>(person)].mobile;
    const int64_t length = chance_.between(5, 14);
    for (int day = first; day < std::min<int64_t>(first + length, company_.days); ++day)
      for (int64_t n = working(day) ? chance_.between(0, 6) : 0; n > 0; --n) {
        SimCall call = call_in(company_, person, shown_number(company_, somebody_at_home(company_, chance_)),
                               company_.at(day, office_hour()), chance_);
        call.way = Way::forwarded;
        call.person = person;
        call.number = number;
        call.trunk_out = call.trunk_in;
        let_ring(call, chance_.happens(0.8) ? Outcome::answered : Outcome::no_answer, chance_);
        call.talk = static_cast<int>(std::clamp(chance_.log_normal(100, 1), 2.0, 3600.0));
        out_.push_back(call);
      }
  }

  // One ring from far away, now and then; nobody calls back.
  void stray_rings() {
    for (int n = chance_.poisson(company_.days / 12.0); n > 0; --n) {
      const int day = any_day();
      const Number from = somebody_at(company_, chance_.of(places()), chance_, true);
      SimCall call = call_in(company_, anyone(day), shown_number(company_, from),
                             company_.at(day, chance_.real(6, 22)), chance_);
      call.outcome = Outcome::no_answer;
      call.ring = static_cast<int>(chance_.between(1, 3));
      out_.push_back(call);
    }
  }

  // Tickets, a doctor, an authority: one number until somebody answers.
  void patience() {
    for (int n = chance_.poisson(person_days() / 700); n > 0; --n) {
      const int day = any_day();
      Time when = company_.at(day, office_hour());
      const int person = anyone(day);
      const Number number = somebody_at_home(company_, chance_);
      const int64_t tries = chance_.between(8, 45);
      for (int64_t i = 0; i < tries; ++i) {
        SimCall call = call_out(company_, person, number, when, chance_);
        let_ring(call, i + 1 == tries ? Outcome::answered : Outcome::busy, chance_);
        call.talk = static_cast<int>(chance_.between(30, 900));
        out_.push_back(call);
        when = call.ended_at() + Seconds(chance_.between(5, 60));
      }
    }
  }

  // A customer's extensions, one after the other.
  void down_the_hall() {
    for (int n = chance_.poisson(person_days() / 1500); n > 0; --n) {
      const int day = any_day();
      const int person = anyone(day);
      const Number first = somebody_at_home(company_, chance_);
      double hour = office_hour();
      for (int64_t i = 0, count = chance_.between(4, 12); i < count; ++i) {
        Number number = first;
        for (std::string* text : {&number.dialled, &number.sent, &number.e164}) {
          text->resize(text->size() - 2);
          text->append(std::to_string(10 + i));
        }
        ring(person, number, company_.at(day, hour), 60, 1, 0.6);
        hour += 0.06;
      }
    }
  }

  // Something broke: everybody calls every customer.
  void storm() {
    if (!chance_.happens(0.3)) return;
    const int day = any_day();
    const double hour = office_hour();
    for (size_t i = 0; i + 1 < company_.people.size(); ++i)
      for (int64_t n = employed(company_.people[i], day) && chance_.happens(0.6) ? chance_.between(5, 35) : 0;
           n > 0; --n)
        ring(static_cast<int>(i), somebody_at_home(company_, chance_),
             company_.at(day, hour + chance_.real(0, 4)), 60, 0.9, 0.6);
  }

  // A machine reports every night to the same number.
  void nightly_report() {
    if (!chance_.happens(0.2)) return;
    const Place& place = company_.partners.empty() ? *find_place("GB") : *company_.partners.front();
    const Number number = chance_.happens(0.7) ? somebody_at_home(company_, chance_)
                                               : somebody_at(company_, place, chance_, false);
    const double hour = chance_.real(0, 5);
    for (int day = chance_.happens(0.7) ? 0 : any_day(); day < company_.days; ++day)
      ring(1, number, company_.at(day, hour + chance_.real(0, 0.05)), 30, 0.4, 0.95);
  }

 private:
  bool working(int day) const {
    return company_.trade == Trade::hotel ||
           (!company_.weekend(day) && !company_.holiday(company_.date(day)));
  }
  int any_day() { return static_cast<int>(chance_.below(static_cast<uint64_t>(company_.days))); }
  double office_hour() { return chance_.real(company_.opens, company_.closes); }
  double person_days() const { return static_cast<double>(company_.people.size()) * company_.days; }
  // Not the fax nor the telephone of the conference room.
  int anyone(int day) {
    for (int tries = 0; tries < 50; ++tries) {
      const size_t i = chance_.below(company_.people.size());
      const Role role = company_.people[i].role;
      if (employed(company_.people[i], day) && role != Role::fax && role != Role::conference)
        return static_cast<int>(i);
    }
    return 0;
  }

  void ring(int person, const Number& number, Time when, double median, double spread, double answered) {
    SimCall call = call_out(company_, person, number, when, chance_);
    let_ring(call,
             chance_.happens(answered) ? Outcome::answered
             : chance_.happens(0.7)    ? Outcome::no_answer
                                       : Outcome::failed,
             chance_);
    call.talk = static_cast<int>(std::clamp(chance_.log_normal(median, spread), 2.0, 3 * 3600.0));
    out_.push_back(call);
  }

  void redial(int person, int day) {
    const Person& fax = company_.people[static_cast<size_t>(person)];
    const Number& number = fax.contacts[chance_.below(fax.contacts.size())];
    Time when = company_.at(day, office_hour());
    const int64_t tries = chance_.between(4, 20);
    for (int64_t i = 0; i < tries; ++i) {
      SimCall call = call_out(company_, person, number, when, chance_);
      const bool through = i + 1 == tries && chance_.happens(0.7);
      let_ring(call,
               through                ? Outcome::answered
               : chance_.happens(0.7) ? Outcome::busy
                                      : Outcome::no_answer,
               chance_);
      call.talk = static_cast<int>(chance_.between(20, 300));
      out_.push_back(call);
      when = call.ended_at() + Seconds(chance_.between(45, 200));
    }
  }

  void travel(int person) {
    const Place& place = usual_place(company_, chance_);
    const int first = any_day();
    const double shift = chance_.real(-9, 9);
    const Person& who = company_.people[static_cast<size_t>(person)];
    const int64_t length = chance_.between(2, 6);
    for (int day = first; day < std::min<int64_t>(first + length, company_.days); ++day)
      for (int64_t n = chance_.between(1, 7); n > 0; --n) {
        const bool there = chance_.happens(0.55);
        const Number number = there ? somebody_at(company_, place, chance_, chance_.happens(0.5))
                                    : who.contacts[chance_.favourite(who.contacts.size())];
        ring(person, number, company_.at(day, chance_.real(7, 22) + shift), 110, 1.0, 0.7);
      }
  }

  const Company& company_;
  Chance& chance_;
  std::vector<SimCall>& out_;
};

}  // namespace

void add_oddities(const Company& company, Chance chance, std::vector<SimCall>& out) {
  Oddities odd(company, chance, out);
  odd.fax_redials();
  odd.business_trips();
  odd.new_suppliers();
  odd.campaigns();
  odd.bridges();
  odd.families_abroad();
  odd.misdialled();
  odd.emergencies();
  odd.overtime();
  odd.paid_services();
  odd.forwarded_on_holiday();
  odd.stray_rings();
  odd.patience();
  odd.down_the_hall();
  odd.storm();
  odd.nightly_report();
}

}  // namespace denwaban::sim
