// SPDX-License-Identifier: GPL-3.0-or-later
#include "company.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"

namespace denwaban::sim {
namespace {

constexpr int64_t kMicros = 1'000'000;

int64_t micros(double euros) { return static_cast<int64_t>(euros * kMicros + 0.5); }

Company::Sending sending_of(Chance& chance) {
  const uint64_t roll = chance.below(10);
  if (roll < 7) return Company::Sending::as_dialled;
  return roll < 9 ? Company::Sending::e164 : Company::Sending::plus;
}

Trade trade_of(Chance& chance) {
  constexpr Trade kTrades[] = {Trade::office,      Trade::office,      Trade::office,   Trade::office,
                               Trade::office,      Trade::shop,        Trade::shop,     Trade::shop,
                               Trade::call_centre, Trade::call_centre, Trade::plant,    Trade::plant,
                               Trade::plant,       Trade::trader,      Trade::trader,   Trade::trader,
                               Trade::office,      Trade::office,      Trade::shipping, Trade::hotel};
  return kTrades[chance.below(std::size(kTrades))];
}

// Hours, weekends and nights of a trade.
void set_hours(Company& company, Chance& chance) {
  company.opens = chance.real(7, 9.5);
  company.closes = chance.real(16.5, 19.5);
  company.night = chance.real(0, 0.01);
  switch (company.trade) {
    case Trade::shop:
      company.saturday = chance.real(0.4, 1);
      break;
    case Trade::call_centre:
      company.closes = chance.real(18, 21);
      company.saturday = chance.real(0, 0.8);
      break;
    case Trade::plant:
      company.saturday = chance.real(0.1, 0.6);
      company.sunday = chance.real(0, 0.5);
      company.night = chance.real(0.1, 0.3);
      break;
    case Trade::hotel:
      company.opens = 7, company.closes = 23;
      company.saturday = company.sunday = 1;
      company.night = 0.08;
      break;
    default:
      company.saturday = chance.happens(0.5) ? 0.02 : 0;
      company.sunday = chance.happens(0.3) ? 0.01 : 0;
  }
}

void choose_partners(Company& company, Chance& chance) {
  int count = static_cast<int>(chance.between(0, 5));
  if (company.trade == Trade::trader || company.trade == Trade::hotel)
    count = static_cast<int>(chance.between(8, 25));
  if (company.trade == Trade::shop) count = static_cast<int>(chance.between(0, 1));
  const auto near = words(company.home->neighbours);
  for (int i = 0; i < count; ++i) {
    const Place* place = chance.happens(0.6) ? find_place(chance.of(near)) : &usual_place(company, chance);
    if (place && std::find(company.partners.begin(), company.partners.end(), place) == company.partners.end())
      company.partners.push_back(place);
  }
  if (company.trade == Trade::shipping)
    for (const char* name : {"inmarsat", "iridium", "GR", "PH"}) company.partners.push_back(find_place(name));
}

Role role_of(const Company& company, size_t index, Chance& chance) {
  if (index == 1) return Role::fax;
  if (index == 2 && chance.happens(0.7)) return Role::conference;
  if (company.trade == Trade::call_centre && chance.happens(0.7)) return Role::agent;
  if (company.trade == Trade::plant && chance.happens(0.3)) return Role::shift;
  const uint64_t roll = chance.below(40);
  if (roll == 0) return Role::night_manager;
  if (roll < 4) return Role::manager;
  if (roll < 8) return Role::busy;
  return roll < 12 ? Role::field : Role::clerk;
}

void set_habits(Person& person, Chance& chance) {
  person.calls_a_day = std::min(40.0, chance.log_normal(5, 0.7));
  person.outgoing_share = chance.real(0.3, 0.6);
  person.fresh_share = chance.real(0.05, 0.3);
  switch (person.role) {
    case Role::agent:
      person.calls_a_day = chance.real(60, 140);
      person.outgoing_share = 0.9;
      person.fresh_share = 0.85;
      break;
    case Role::busy:
      person.calls_a_day = chance.real(20, 50);
      break;
    case Role::fax:
      person.calls_a_day = chance.real(0.5, 6);
      person.outgoing_share = 0.6;
      break;
    case Role::conference:
      person.calls_a_day = chance.real(0.2, 2);
      person.outgoing_share = 0.9;
      break;
    case Role::field:
      person.forwards = true;
      break;
    default:
      break;
  }
}

Number somebody_known(const Company& company, double abroad_share, Chance& chance) {
  if (!company.partners.empty() && chance.happens(abroad_share)) {
    const Place& place = *company.partners[chance.favourite(company.partners.size())];
    return somebody_at(company, place, chance, chance.happens(0.25));
  }
  return somebody_at_home(company, chance);
}

void choose_contacts(const Company& company, Person& person, Chance& chance) {
  double abroad = chance.happens(0.35) ? chance.real(0.05, 0.35) : 0.01;
  if (company.trade == Trade::trader) abroad = chance.real(0.1, 0.6);
  if (company.trade == Trade::shop || company.trade == Trade::call_centre) abroad = 0.003;
  const int64_t count = chance.between(6, 50);
  for (int64_t i = 0; i < count; ++i) person.contacts.push_back(somebody_known(company, abroad, chance));
}

void hire(Company& company, int count, Chance& chance) {
  const int first = chance.happens(0.8) ? 100 + static_cast<int>(chance.below(9)) * 100 : 1000;
  for (int i = 0; i < count; ++i) {
    Person person;
    person.account = std::to_string(first + i + 1);
    person.role = role_of(company, static_cast<size_t>(i), chance);
    set_habits(person, chance);
    if (i > 3 && chance.happens(0.12))
      person.first_day = static_cast<int>(chance.between(1, company.days - 1));
    if (i > 3 && chance.happens(0.05))
      person.last_day = static_cast<int>(chance.between(company.days / 2, company.days));
    person.mobile = company.national(chance.digits(chance.of(words(company.home->mobile))), 0.08);
    choose_contacts(company, person, chance);
    company.people.push_back(std::move(person));
  }
}

void name_trunks(Company& company, Chance& chance) {
  constexpr const char* kNames[] = {"trunk",     "provider",      "sip-trunk", "carrier-out",
                                    "siptrunk1", "voip_provider", "trunk_a"};
  company.trunks.emplace_back(kNames[chance.below(std::size(kNames))]);
  if (chance.happens(0.3)) company.trunks.emplace_back("trunk-backup");
}

std::string without_colon(std::string_view text) {
  std::string out;
  std::copy_if(text.begin(), text.end(), std::back_inserter(out), [](char c) { return c != ':'; });
  return out;
}

}  // namespace

bool Company::weekend(int day) const {
  const std::chrono::weekday weekday(date(day));
  return weekday == std::chrono::Saturday || weekday == std::chrono::Sunday;
}

bool Company::holiday(std::chrono::sys_days day) const {
  const std::chrono::year_month_day date(day);
  const std::string text =
      fmt::format("{:02}-{:02}", static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return home->holidays.find(text) != std::string_view::npos;
}

Time Company::at(int day, double hour) const {
  const int shift = static_cast<int>(std::floor(hour / 24));
  const std::chrono::year_month_day on(date(day + shift));
  const int second = static_cast<int>((hour - 24 * shift) * 3600);
  CivilTime civil;
  civil.year = static_cast<int>(on.year());
  civil.month = static_cast<int>(static_cast<unsigned>(on.month()));
  civil.day = static_cast<int>(static_cast<unsigned>(on.day()));
  civil.hour = std::min(23, second / 3600), civil.minute = second / 60 % 60, civil.second = second % 60;
  return zone.to_utc(civil);
}

Number Company::national(std::string_view area_and_number, double price) const {
  Number number;
  number.price = micros(price);
  const std::string digits = without_colon(area_and_number);
  number.e164 = std::string(home->code) + digits;
  const size_t colon = area_and_number.find(':');
  const bool local =
      home->local_dialling && colon != std::string_view::npos && area_and_number.substr(0, colon) == area;
  // In Brazil a carrier is chosen for areas only.
  const std::string_view prefix = home->iso == "BR" && digits.size() < 10 ? "0" : home->national;
  std::string plain = local ? std::string(area_and_number.substr(colon + 1)) : std::string(prefix) + digits;
  number.dialled = outside + plain;
  number.sent = sending == Sending::as_dialled ? plain : (sending == Sending::plus ? "+" : "") + number.e164;
  return number;
}

Number Company::abroad(const std::string& e164, double price) const {
  Number number;
  number.price = micros(price);
  number.e164 = e164;
  // Within +1 there is no going abroad.
  const bool in_plan = home->code == "1" && e164.starts_with('1');
  const std::string plain = in_plan ? e164 : std::string(home->abroad) + e164;
  number.dialled = outside + plain;
  number.sent = sending == Sending::as_dialled ? plain : (sending == Sending::plus ? "+" : "") + e164;
  return number;
}

Number Company::service(std::string_view digits) const {
  return {outside + std::string(digits), std::string(digits), "", 0};
}

Number somebody_at_home(const Company& company, Chance& chance) {
  const Homeland& home = *company.home;
  const uint64_t roll = chance.below(100);
  if (roll < 28) return company.national(chance.digits(chance.of(words(home.mobile))), 0.08);
  if (roll < 31) return company.national(chance.digits(chance.of(words(home.toll_free))), 0);
  if (roll < 32 && !home.shared.empty())
    return company.national(chance.digits(chance.of(words(home.shared))), 0.14);
  const auto areas = words(home.fixed);
  // Mostly neighbours: the numbers of one's own area.
  std::string_view pattern = chance.of(areas);
  if (chance.happens(0.5))
    for (std::string_view one : areas)
      if (one.substr(0, one.find(':')) == company.area) pattern = one;
  return company.national(chance.digits(pattern), 0.01);
}

Number somebody_at(const Company& company, const Place& place, Chance& chance, bool mobile) {
  const std::string digits = chance.digits(chance.of(words(mobile ? place.mobile : place.fixed)));
  return company.abroad(digits, mobile ? place.mobile_price : place.fixed_price);
}

namespace {

const Place& by_weight(const Company& company, Chance& chance, int Place::*weight) {
  uint64_t total = 0;
  for (const Place& place : places())
    if (place.iso != company.home->iso) total += static_cast<uint64_t>(place.*weight);
  uint64_t roll = chance.below(total);
  for (const Place& place : places()) {
    if (place.iso == company.home->iso) continue;
    if (roll < static_cast<uint64_t>(place.*weight)) return place;
    roll -= static_cast<uint64_t>(place.*weight);
  }
  return places().front();
}

}  // namespace

const Place& usual_place(const Company& company, Chance& chance) {
  return by_weight(company, chance, &Place::ordinary);
}
const Place& wanted_place(const Company& company, Chance& chance) {
  return by_weight(company, chance, &Place::wanted);
}

Company make_company(const CompanyWishes& wishes) {
  Chance chance(wishes.seed * 7919 + 17);
  Company company;
  company.seed = wishes.seed;
  company.home = &homelands()[chance.below(homelands().size())];
  company.zone = TimeZone::parse(company.home->zone).value_or(TimeZone());
  company.trade = trade_of(chance);
  const std::string_view outside = chance.of(words(company.home->outside));
  if (outside != "-") company.outside = outside;
  const std::string_view fixed = chance.of(words(company.home->fixed));
  company.area = fixed.substr(0, fixed.find(':'));
  company.sending = sending_of(chance);
  if (chance.happens(0.35)) company.technology = "SIP";
  company.account_codes = chance.happens(0.3);
  name_trunks(company, chance);
  set_hours(company, chance);
  using namespace std::chrono;
  company.first_day = sys_days(year(2023) / 1 / 1) + days(chance.between(0, 900));
  const int accounts = static_cast<int>(std::min(300.0, std::max(5.0, chance.log_normal(24, 1.0))));
  company.days = wishes.days ? wishes.days : static_cast<int>(chance.between(30, 400));
  const int count = wishes.accounts ? wishes.accounts : accounts;
  // So large and so long are few: the record of 300 people is one of weeks.
  if (!wishes.days) company.days = std::max(30, std::min(company.days, 6000 / count));
  if (company.trade == Trade::call_centre && !wishes.days)
    company.days = std::max(30, std::min(company.days, 700 / count));
  choose_partners(company, chance);
  std::string block = without_colon(chance.digits(fixed));
  company.number_block = std::string(company.home->code) + block.substr(0, block.size() - 3);
  hire(company, count, chance);
  Person& spare = company.people.emplace_back(company.people.front());
  spare.account = chance.happens(0.5) ? "9001" : std::to_string(10 + chance.below(80));
  spare.first_day = spare.last_day;
  spare.role = Role::clerk;
  return company;
}

}  // namespace denwaban::sim
