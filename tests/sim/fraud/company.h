// SPDX-License-Identifier: GPL-3.0-or-later
// A company and its people, by chance: who they are, when they work, whom they call.
#pragma once

#include <string>
#include <vector>

#include "base/time_zone.h"
#include "calls.h"
#include "chance.h"
#include "places.h"

namespace denwaban::sim {

enum class Trade : uint8_t { office, shop, call_centre, plant, trader, shipping, hotel };
enum class Role : uint8_t { clerk, busy, manager, night_manager, fax, conference, shift, agent, field };

struct Person {
  std::string account;
  Role role = Role::clerk;
  double calls_a_day = 5;  // of all kinds
  double outgoing_share = 0.5;
  double fresh_share = 0.2;  // of outside calls: to somebody never called before
  int first_day = 0, last_day = 1 << 20;
  bool forwards = false;  // incoming calls go to his mobile when he does not answer
  Number mobile;
  std::vector<Number> contacts;  // the dearest first
};

struct Company {
  uint64_t seed = 0;
  const Homeland* home = nullptr;
  Trade trade = Trade::office;
  TimeZone zone;
  std::string outside;  // prefix; empty: none
  std::string area;     // national significant
  enum class Sending : uint8_t { as_dialled, e164, plus } sending = Sending::as_dialled;
  std::string technology = "PJSIP";
  std::vector<std::string> trunks;
  bool account_codes = false;
  std::chrono::sys_days first_day;  // by the office's calendar
  int days = 0;
  double opens = 8, closes = 18;               // hours
  double saturday = 0, sunday = 0, night = 0;  // of a usual day's calls
  std::vector<Person> people;
  std::vector<const Place*> partners;
  std::string number_block;  // what callers dial, without the last digits

  // An account that nobody has been given; thieves make it.
  int spare() const { return static_cast<int>(people.size()) - 1; }
  bool holiday(std::chrono::sys_days day) const;
  Time at(int day, double hour) const;  // of the office's clock; the hour may be below 0 or above 24
  std::chrono::sys_days date(int day) const { return first_day + std::chrono::days(day); }
  bool weekend(int day) const;

  Number national(std::string_view area_and_number, double price) const;  // "30:1234567" or without a colon
  Number abroad(const std::string& e164, double price) const;
  Number service(std::string_view digits) const;  // dialled as it is: no number of the world
};

struct CompanyWishes {
  uint64_t seed = 1;
  int accounts = 0, days = 0;  // 0: by chance
};
Company make_company(const CompanyWishes& wishes);

// A number that this company's people may call for the first time.
Number somebody_at_home(const Company& company, Chance& chance);
Number somebody_at(const Company& company, const Place& place, Chance& chance, bool mobile);
// By how usual calls to there are; not home.
const Place& usual_place(const Company& company, Chance& chance);
// By how gladly thieves call there.
const Place& wanted_place(const Company& company, Chance& chance);

}  // namespace denwaban::sim
