// SPDX-License-Identifier: GPL-3.0-or-later
// What the fraud detectors know of this exchange and its owner's wishes.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/money.h"
#include "base/time_zone.h"
#include "knowledge/dialled_number.h"
#include "knowledge/rate_deck.h"

namespace denwaban::fraud {

struct Limits {
  std::optional<Amount> hour, day, month;
};

struct Options {
  knowledge::DiallingHabits habits;
  TimeZone zone;  // of the office: its hours and weekdays
  // The user's prices; where there is none, a usual price for the class of destination, which is in EUR.
  std::shared_ptr<const knowledge::RateDeck> rates;
  Currency currency;            // of the prices, of the limits, and of what findings cost
  Amount euro{Amount::kUnit};  // what one EUR is worth in it
  Limits account_limits, trunk_limits, exchange_limits;  // set by the user; the habits limit besides
  std::vector<std::string> known_fraud_numbers;          // E.164 prefixes without plus
  std::vector<std::string> trunks;  // names of peers and endpoints that are trunks, where the configuration says
};

}  // namespace denwaban::fraud
