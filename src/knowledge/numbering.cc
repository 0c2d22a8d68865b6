// SPDX-License-Identifier: GPL-3.0-or-later
#include "knowledge/numbering.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "knowledge/numbering_rows.h"
#include "knowledge/numbering_rules.h"
#include "knowledge/words.h"

namespace denwaban::knowledge {
namespace {

NumberingPlan plan_of(const PlanRow& row) {
  NumberingPlan plan;
  plan.country = row.country;
  plan.name = row.name;
  plan.country_code = row.country_code;
  plan.international_prefixes = split_words(row.international);
  plan.national_prefix = row.national_prefix;
  plan.other_national_prefixes = split_words(row.other_national_prefixes);
  plan.national_prefix_optional = row.national_prefix_optional;
  plan.carrier_select = split_words(row.carrier_select);
  plan.carrier_select_reaches_abroad = row.carrier_select_reaches_abroad;
  plan.before_any_number = split_words(row.before_any_number);
  plan.premium = split_words(row.premium);
  plan.premium_services = split_words(row.premium_services);
  plan.shared_cost = split_words(row.shared_cost);
  plan.abroad_in_plan = split_words(row.abroad_in_plan);
  plan.emergency = split_words(row.emergency);
  plan.shortest = row.shortest;
  plan.longest = row.longest;
  plan.source = kNumberingSource;
  return plan;
}

constexpr PlanRow kNoCountry = {
    .country = "ZZ",
    .name = "any country",
    .international = "00 011",
    .premium = "900",
    .abroad_in_plan = "24[26] 26[48] 284 345 441 473 649 658 664 721 758 767 784 8[024]9 86[89] 876",
    .emergency = "000 110 112 118 119 911 999",
    .shortest = 9,
    .longest = 15};

struct Book {
  std::vector<NumberingPlan> plans;                           // the last is that of no country
  std::vector<std::array<std::vector<NumberRule>, 2>> rules;  // by plan and form
};

Book make_book() {
  Book book;
  for (const auto rows : {rows_of_africa_and_oceania(), rows_of_americas(), rows_of_asia(),
                          rows_of_europe_a_to_g(), rows_of_europe_h_to_z()}) {
    std::transform(rows.begin(), rows.end(), std::back_inserter(book.plans), plan_of);
  }
  std::sort(book.plans.begin(), book.plans.end(),
            [](const NumberingPlan& a, const NumberingPlan& b) { return a.country < b.country; });
  for (const NumberingPlan& plan : book.plans) {
    book.rules.push_back({rules_as_dialled(plan), rules_without_plus(plan)});
  }
  book.plans.push_back(plan_of(kNoCountry));
  book.rules.push_back({rules_of_no_country(book.plans.back(), DialForm::dialled),
                        rules_of_no_country(book.plans.back(), DialForm::e164_without_plus)});
  return book;
}

const Book& book() {
  static const Book made = make_book();
  return made;
}

constexpr size_t kLongestLookedAt = 64;

// The number without what people write between digits (~: wait for the tone).
std::string significant(std::string_view dialled) {
  std::string number;
  for (const char c : dialled.substr(0, 2 * kLongestLookedAt)) {
    if (std::string_view(" -()./~").find(c) == std::string_view::npos) number += c;
  }
  return number.substr(0, kLongestLookedAt);
}

}  // namespace

std::span<const NumberingPlan> plans() {
  return std::span<const NumberingPlan>(book().plans).first(book().plans.size() - 1);
}

const NumberingPlan* find_plan(std::string_view country) {
  std::string wanted(country.substr(0, 3));
  for (char& c : wanted) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  if (wanted == "UK") wanted = "GB";
  const auto& all = book().plans;
  const auto found = std::lower_bound(
      all.begin(), all.end(), wanted,
      [](const NumberingPlan& plan, const std::string& name) { return plan.country < name; });
  return found != all.end() && found->country == wanted ? &*found : nullptr;
}

std::span<const NumberRule> rules(const NumberingPlan& plan, DialForm form) {
  const NumberingPlan* known = find_plan(plan.country);
  if (known == nullptr) return {};
  return book().rules[static_cast<size_t>(known - book().plans.data())][form == DialForm::dialled ? 0 : 1];
}

std::vector<std::string_view> patterns(const NumberingPlan& plan, NumberClass number_class, DialForm form) {
  std::vector<std::string_view> found;
  for (const NumberRule& rule : rules(plan, form)) {
    if (rule.number_class == number_class) found.push_back(rule.pattern);
  }
  return found;
}

NumberClass classify(const NumberingPlan& plan, std::string_view dialled, DialForm form) {
  const std::string number = significant(dialled);
  for (const NumberRule& rule : rules(plan, form)) {
    if (matches_pattern(rule.pattern, number)) return rule.number_class;
  }
  return NumberClass::unknown;
}

bool reaches_abroad(const NumberingPlan& plan, NumberClass number_class) {
  return number_class == NumberClass::international || number_class == NumberClass::abroad_in_plan ||
         (number_class == NumberClass::carrier_select && plan.carrier_select_reaches_abroad);
}

bool is_costly(const NumberingPlan& plan, NumberClass number_class) {
  return number_class == NumberClass::premium || reaches_abroad(plan, number_class);
}

std::string_view to_string(NumberClass number_class) {
  static constexpr std::array<std::string_view, 10> kNames = {
      "unknown",     "emergency", "service_code",   "short_number",   "national",
      "shared_cost", "premium",   "carrier_select", "abroad_in_plan", "international"};
  return kNames[static_cast<size_t>(number_class)];
}

}  // namespace denwaban::knowledge
