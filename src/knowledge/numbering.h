// SPDX-License-Identifier: GPL-3.0-or-later
// How numbers are dialled in a country, and what a dialled number is: an emergency, abroad, premium... Facts
// of libphonenumber's metadata and of the regulators, compiled in; each plan says from where and of when. Two
// views of the same rules: `classify` answers for one number, `rules` gives them as patterns for who computes
// with sets of numbers. They agree by construction: the first rule that matches decides.
//
// Patterns are Asterisk's: digits, `*`, `#`, `+`; X is 0-9, Z is 1-9, N is 2-9, [13-5] a set; a trailing '.'
// is one or more characters. No leading underscore.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace denwaban::knowledge {

enum class NumberClass : uint8_t {
  unknown,         // empty, or no number (letters)
  emergency,       // exact numbers
  service_code,    // begins with * or #: answered by the exchange
  short_number,    // too short for a subscriber: an internal or service number
  national,        // subscribers of the country, and toll-free numbers
  shared_cost,     // the caller pays more than a usual call: 0570, 0180...
  premium,         // paid services: 0900, 1900...
  carrier_select,  // national by another carrier's prefix: 00XX in Japan, 1010XXX in the USA
  abroad_in_plan,  // looks national, is another country: the Caribbean in +1, Kazakhstan in +7
  international,
};

// What a trunk expects: numbers as people dial them, or country code first without a plus.
enum class DialForm : uint8_t { dialled, e164_without_plus };

struct NumberingPlan {
  std::string country;  // ISO 3166-1 alpha-2
  std::string name;     // English short name
  std::string country_code;
  std::vector<std::string> international_prefixes;   // as dialled, with carriers: "00", "010", "007XX"
  std::string national_prefix;                       // empty: none is dialled
  std::vector<std::string> other_national_prefixes;  // former, or for collect calls
  bool national_prefix_optional = false;
  std::vector<std::string> carrier_select;  // as dialled, followed by a national number: "00XX"
  bool carrier_select_reaches_abroad = false;
  std::vector<std::string> before_any_number;  // shows or hides the caller's number: 184, 141, *67
  // The beginnings of national significant numbers (without the national prefix).
  std::vector<std::string> premium, shared_cost, abroad_in_plan;
  std::vector<std::string> premium_services;  // whole numbers as dialled: directory enquiries
  std::vector<std::string> emergency;         // whole numbers
  uint8_t shortest = 0, longest = 0;          // digits of national significant numbers
  std::string source;                         // with its date
};

struct NumberRule {
  NumberClass number_class = NumberClass::unknown;
  std::string pattern;
};

// Ordered by country. Built once, never changed: any thread may ask.
std::span<const NumberingPlan> plans();
// By ISO code, upper or lower case ("uk" is understood); nullptr: not known. "ZZ" is the plan for who does
// not know the country: what is foreign or premium nearly everywhere (00, 011, +, 0900, 1900, the Caribbean
// in +1), national all else. It is not among `plans()`.
const NumberingPlan* find_plan(std::string_view country);

// All rules of a plan in the order in which they decide; what none matches is unknown.
std::span<const NumberRule> rules(const NumberingPlan& plan, DialForm form = DialForm::dialled);
// The patterns of one class. A number also matched by an earlier rule belongs to that rule's class.
std::vector<std::string_view> patterns(const NumberingPlan& plan, NumberClass number_class,
                                       DialForm form = DialForm::dialled);
// `dialled` is what a trunk is sent. Separators (space - ( ) . / ~) are ignored. Linear, and only the first
// 64 characters are looked at: all patterns are decided by then. The plan is one of find_plan's.
NumberClass classify(const NumberingPlan& plan, std::string_view dialled, DialForm form = DialForm::dialled);

// May a call of this class leave the country? (international, abroad_in_plan; carrier_select where its prefix
// can be followed by another country's number)
bool reaches_abroad(const NumberingPlan& plan, NumberClass number_class);
// reaches_abroad, premium: what a thief earns from.
bool is_costly(const NumberingPlan& plan, NumberClass number_class);

// Does the whole text match the pattern? The letters above only; a '.' only at the end.
bool matches_pattern(std::string_view pattern, std::string_view text);

// Name for machines: "international", "premium"...
std::string_view to_string(NumberClass number_class);

}  // namespace denwaban::knowledge
