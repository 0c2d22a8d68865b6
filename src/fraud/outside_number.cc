// SPDX-License-Identifier: GPL-3.0-or-later
#include "fraud/outside_number.h"

#include <algorithm>

#include "knowledge/dialled_number.h"

namespace denwaban::fraud {
namespace {

using knowledge::Destination;
using knowledge::NetworkType;
using knowledge::Risk;

double danger_of_type(NetworkType type, bool home) {
  switch (type) {
    case NetworkType::premium:
      return home ? 3.5 : 5;
    case NetworkType::satellite:
    case NetworkType::international_network:
      return 5;
    case NetworkType::personal:
      return home ? 2 : 4;
    case NetworkType::test_range:
    case NetworkType::unallocated:
      return home ? 0 : 3;  // whoever misdials at home pays nobody
    case NetworkType::shared_cost:
      return 1.5;
    default:
      return 0;
  }
}

double danger_of_risk(Risk risk) {
  switch (risk) {
    case Risk::low:
      return 0;
    case Risk::medium:
      return 2;
    case Risk::high:
      return 4;
    case Risk::extreme:
      return 5;
  }
  return 0;
}

constexpr double kMostAtNoPrice = 3;

double danger_of_price(Amount per_minute) {
  constexpr struct {
    int64_t from;
    double danger;
  } kSteps[] = {{1'000'000, 4}, {500'000, 3}, {300'000, 2}, {200'000, 1.5}};
  for (const auto& step : kSteps)
    if (per_minute.micros >= step.from) return step.danger;
  return 0;
}

// A country's risk is what others run who call there: at home only the kind of number counts.
double danger_of(const Destination& to, bool home) {
  double danger = danger_of_type(to.type, home);
  // Only Britain's are a favourite of fraud; elsewhere they are mobiles by another name.
  if (to.type == NetworkType::personal && to.country != "GB") return 2;
  if (home) return danger;
  // Who rents out numbers at two cents earns nothing, whatever an old list says of the country.
  const bool worthless = to.per_minute.micros > 0 && to.per_minute.micros < kWorthStealing;
  const double risk = std::min(danger_of_risk(to.risk), worthless ? kMostAtNoPrice : 5.0);
  return std::max({danger, risk, danger_of_price(to.per_minute)});
}

Stake stake_of(double danger, bool home) {
  if (danger >= 3) return Stake::great;
  if (danger >= 1.5) return Stake::some;
  return home ? Stake::none : Stake::small;
}

}  // namespace

std::string place_of(const Destination& to) {
  std::string place(to.country.empty() ? to.prefix : to.country);
  if (to.type == NetworkType::premium || to.type == NetworkType::personal) place += " premium";
  if (to.type == NetworkType::shared_cost) place += " shared";
  return place;
}

bool NumberReader::is_emergency(const Call& call, bool from_trunk) const {
  auto emergency = [&](std::string_view text) {
    return !text.empty() && knowledge::dials_emergency(options_->habits, text);
  };
  if (emergency(call.trunk_number)) return true;
  // Who came in dialled a number of ours, and extension 110 is none of the police.
  if (from_trunk && !call.trunk_number.empty()) return false;
  if (emergency(call.dialled)) return true;
  return !call.trunk_number.empty() && knowledge::dials_emergency(options_->habits, call.dialled, call.trunk_number);
}

// Who came in dialled a number of ours, or, in a DISA, the one he wants. So what was sent counts, in the form that the trunk
// is used to, where it is known.
knowledge::DialledNumber NumberReader::read_through(const Call& call, bool e164) const {
  constexpr size_t kTail = 6;
  const auto& habits = options_->habits;
  std::string sent = call.trunk_number;
  if (sent.empty() && !call.redirects.empty()) {
    auto sent_on = knowledge::read_dialled(habits, call.redirects.back().to);
    if (!sent_on.e164.empty()) return sent_on;
  }
  if (sent.empty()) {
    auto dialled = knowledge::read_dialled(habits, call.dialled);
    if (dialled.number_class <= knowledge::NumberClass::national) dialled.e164.clear();  // may be our own
    return dialled;
  }
  bool same = sent.size() > kTail && call.dialled.ends_with(std::string_view(sent).substr(sent.size() - kTail));
  if (same) return knowledge::read_dialled(habits, call.dialled, sent);
  if (e164 && sent[0] >= '1' && sent[0] <= '9') sent.insert(0, "+");
  return knowledge::read_dialled(habits, sent, sent);
}

std::optional<OutsideNumber> NumberReader::read(const Call& call, bool from_trunk, bool e164) const {
  auto dialled =
      from_trunk ? read_through(call, e164) : knowledge::read_dialled(options_->habits, call.dialled, call.trunk_number);
  if (dialled.e164.empty()) return std::nullopt;
  const Destination& to = knowledge::find_destination(dialled.e164);
  if (to.type == NetworkType::toll_free) return std::nullopt;

  OutsideNumber number;
  number.digits = std::move(dialled.e164);
  number.country = to.country;
  number.name = to.name;
  number.risk_source = to.risk_source;
  number.home = options_->habits.plan != nullptr && to.country == options_->habits.plan->country;
  number.type = to.type;
  number.danger = danger_of(to, number.home);
  number.stake = stake_of(number.danger, number.home);
  number.place = place_of(to);
  number.class_price = to.per_minute;
  number.known_fraud = known_fraud(number.digits);
  number.key = hash(seed_, number.digits);
  number.place_key = hash(seed_, number.place);
  return number;
}

void NumberReader::complete(OutsideNumber& number) const {
  const Destination& to = knowledge::find_destination(number.digits);
  number.name = to.name;
  number.risk_source = to.risk_source;
  number.known_fraud = known_fraud(number.digits);
}

std::string_view NumberReader::known_fraud(std::string_view digits) const {
  const auto& list = options_->known_fraud_numbers;  // sorted by Detectors
  for (size_t length = digits.size(); length > 0; --length) {
    auto at =
        std::ranges::lower_bound(list, digits.substr(0, length), {}, [](const std::string& s) { return std::string_view(s); });
    if (at != list.end() && *at == digits.substr(0, length)) return *at;
  }
  return {};
}

}  // namespace denwaban::fraud
