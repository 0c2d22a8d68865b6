// SPDX-License-Identifier: GPL-3.0-or-later
// The world's numbers as they are written down in this folder. Lists are separated by spaces; an entry is the
// beginning of a national number, digits and sets like 6[1-35]; "=" is the code itself: whatever no longer
// entry has.
//
// Countries and kinds of networks are libphonenumber's (8.12.57 of October 2022) and tested against it; what
// nobody had within two digits behind the country code is unallocated. Prices are ours: what small companies
// pay in Europe, in EUR a minute, rounded; they are there to compare, not to bill.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "knowledge/destinations.h"

namespace denwaban::knowledge {

struct AreaRow {
  std::string_view country, code;
  std::string_view price = {}, mobile_price = {};  // a minute; mobile also where the number does not tell
  std::string_view fixed = {}, mobile = {}, fixed_or_mobile = {}, toll_free = {}, shared_cost = {},
                   premium = {}, personal = {}, voip = {};
  std::string_view test_range = {}, unallocated = {};
};

// Not of a country: satellites, networks of several countries, international services.
struct ServiceRow {
  std::string_view prefixes;  // whole E.164 beginnings
  std::string_view name;
  NetworkType type;
  std::string_view price;
};

// `prefixes`: E.164 beginnings. The longest that matches counts.
struct RiskRow {
  Risk risk;
  std::string_view prefixes;
  std::string_view source;
};

std::span<const AreaRow> areas_of_africa();
std::span<const AreaRow> areas_of_america();
std::span<const AreaRow> areas_of_asia();
std::span<const AreaRow> areas_of_europe();
std::span<const AreaRow> areas_of_oceania();
std::span<const ServiceRow> international_services();
std::span<const RiskRow> risks();

// What a kind of network adds to the place: nobody is cheated by toll-free numbers, premium numbers are made
// for it.
struct TypeRisk {
  Risk risk = Risk::low;
  std::string_view source;
};
TypeRisk risk_of(NetworkType type);

}  // namespace denwaban::knowledge
