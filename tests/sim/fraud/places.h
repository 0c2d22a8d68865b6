// SPDX-License-Identifier: GPL-3.0-or-later
// Where the made-up companies stand and where they and their thieves call, with this world's own prices.
// Written without a look at the program's own tables of numbers: the two must meet in the facts only.
#pragma once

#include <span>
#include <string_view>

namespace denwaban::sim {

// Patterns: '#' any digit, '@' 2 to 9; several are separated by spaces. National significant numbers.
struct Homeland {
  std::string_view iso, code, zone, currency;
  double per_euro;            // of that currency
  std::string_view abroad;    // what is dialled before a country code
  std::string_view national;  // what is dialled before an area code; empty: nothing
  std::string_view outside;   // what is usual to dial for a line; "-": nothing
  std::string_view fixed;     // "area:number"
  bool local_dialling;        // a number of one's own area without it
  std::string_view mobile, premium, shared, toll_free;
  std::string_view emergency;
  std::string_view holidays;    // MM-DD
  std::string_view neighbours;  // ISO: with whom business is usual
};

std::span<const Homeland> homelands();

struct Place {
  std::string_view iso;    // or a name where it is no country
  std::string_view fixed;  // patterns of E.164 without plus …
  std::string_view mobile;
  double fixed_price, mobile_price;  // EUR a minute
  int ordinary;                      // how usual calls to there are
  int wanted;                        // how gladly thieves call there
};

std::span<const Place> places();
const Place* find_place(std::string_view iso);

}  // namespace denwaban::sim
