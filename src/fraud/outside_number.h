// SPDX-License-Identifier: GPL-3.0-or-later
// Where an outside call goes, in the terms of the detectors: which place, how dangerous, at what price.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/hash.h"
#include "base/money.h"
#include "fraud/options.h"
#include "knowledge/destinations.h"
#include "knowledge/dialled_number.h"
#include "model/call.h"

namespace denwaban::fraud {

// EUR a minute, in millionths: for less nobody pays a share to who sends calls.
inline constexpr int64_t kWorthStealing = 100'000;

class StateIo;  // state.h

// What may be lost at this destination.
enum class Stake : uint8_t {
  none,   // an ordinary number of the own country
  small,  // abroad, cheap, where fraud seldom goes
  some,   // dearer, or a risk is known
  great,  // premium, satellites, where fraud earns its money
};

struct OutsideNumber {
  std::string digits;  // E.164 without plus
  std::string place;   // what habits are kept for: "SO", "DE premium", "882"
  std::string country;
  std::string_view name, risk_source;  // of the table
  double danger = 0;                   // points, 0 to 5
  Stake stake = Stake::none;
  knowledge::NetworkType type = knowledge::NetworkType::unknown;
  bool home = false;                // the exchange's own country
  Amount class_price;               // a minute, EUR: to weigh with, the same whatever deck is in use
  std::string_view known_fraud;     // the entry of the list that it begins with
  uint64_t key = 0, place_key = 0;  // of `digits` and `place`

  void io(StateIo& io);  // without the views
};

// The name of the place that habits are kept for.
std::string place_of(const knowledge::Destination& to);

class NumberReader {
 public:
  NumberReader(const Options& options, HashSeed seed) : options_(&options), seed_(seed) {}

  // Nothing: an emergency, an internal or toll-free number, or not known (yet). `from_trunk`: it came in by one, so that
  // `dialled` is our own number.
  // `e164`: the trunk by which it leaves is sent the country code first, without plus.
  std::optional<OutsideNumber> read(const Call& call, bool from_trunk, bool e164) const;
  bool is_emergency(const Call& call, bool from_trunk) const;
  // The views into tables, of a number that was read in an earlier life.
  void complete(OutsideNumber& number) const;

 private:
  knowledge::DialledNumber read_through(const Call& call, bool e164) const;
  std::string_view known_fraud(std::string_view digits) const;

  const Options* options_;
  HashSeed seed_;
};

}  // namespace denwaban::fraud
