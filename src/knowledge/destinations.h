// SPDX-License-Identifier: GPL-3.0-or-later
// What a telephone number of the world is: where it rings, on what kind of network, how often fraud goes there
// and what a minute usually costs. Compiled in and built once; asked for every call, so the longest prefix is
// found in some twenty nanoseconds. The facts are libphonenumber's, the ITU's and published lists of fraud
// destinations; each risk above the lowest names its source with its date.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/money.h"

namespace denwaban::knowledge {

enum class NetworkType : uint8_t {
  unknown,
  fixed,
  mobile,
  fixed_or_mobile,  // the number does not tell: +1
  toll_free,
  shared_cost,
  premium,
  personal,               // follow-me numbers, a favourite of fraud: +44 70
  voip,
  satellite,              // +870, +881 …
  international_network,  // +882, +883, +979 (international premium), +888
  test_range,             // set aside for tests and drama
  unallocated,            // no such country code, or nothing is assigned behind it
};

enum class Risk : uint8_t { low, medium, high, extreme };

struct Destination {
  std::string_view prefix;   // of E.164 digits, without plus: what was matched
  std::string_view country;  // ISO 3166-1 alpha-2; empty: no country's (satellites, networks)
  std::string_view name;     // in English: "Somalia", "Inmarsat"
  NetworkType type = NetworkType::unknown;
  Risk risk = Risk::low;
  std::string_view risk_source;  // "…, 2023"; empty for low
  Amount per_minute;             // a usual wholesale to retail price of this class in EUR, where there is no rate deck
};

// `digits`: E.164 without plus, at most fifteen are looked at. Never null: what nobody was assigned is
// `unallocated`, what is no number `unknown`. Any thread.
const Destination& find_destination(std::string_view digits);
// All rows, ordered by prefix.
std::span<const Destination> destinations();

// Names for machines: "mobile", "extreme".
std::string_view to_string(NetworkType type);
std::string_view to_string(Risk risk);

}  // namespace denwaban::knowledge
