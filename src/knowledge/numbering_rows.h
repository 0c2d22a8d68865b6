// SPDX-License-Identifier: GPL-3.0-or-later
// A numbering plan as it is written down in numbering_plans/: lists are separated by spaces, numbers are
// patterns as in numbering.h. International and national prefixes, premium and shared-cost ranges and
// emergency numbers are libphonenumber's (8.12.57 of October 2022, completed by its 9.0 of 2025) and are
// tested against the library. Carrier prefixes, prefixes before any number, directory services and the
// neighbours inside a plan are from the national plans as notified to the ITU; nothing on this machine proves
// those.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace denwaban::knowledge {

inline constexpr std::string_view kNumberingSource =
    "libphonenumber 8.12.57 (2022-10) and 9.0 (2025); national numbering plans notified to the ITU";

struct PlanRow {
  std::string_view country = {}, name = {}, country_code = {};
  std::string_view international = {};
  std::string_view national_prefix = {}, other_national_prefixes = {};
  bool national_prefix_optional = false;
  // As dialled. An entry that ends with '.' is whole; others are followed by a national number.
  std::string_view carrier_select = {};
  bool carrier_select_reaches_abroad = false;
  // To show or hide the caller's number: followed by whatever else is dialled.
  std::string_view before_any_number = {};
  // Beginnings of national significant numbers.
  std::string_view premium = {};
  std::string_view premium_services = {};  // whole numbers, as dialled: directory enquiries
  std::string_view shared_cost = {}, abroad_in_plan = {};
  std::string_view emergency = {};
  uint8_t shortest = 0, longest = 0;
};

std::span<const PlanRow> rows_of_africa_and_oceania();
std::span<const PlanRow> rows_of_americas();
std::span<const PlanRow> rows_of_asia();
std::span<const PlanRow> rows_of_europe_a_to_g();
std::span<const PlanRow> rows_of_europe_h_to_z();

}  // namespace denwaban::knowledge
