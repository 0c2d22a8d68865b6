// SPDX-License-Identifier: GPL-3.0-or-later
#include "knowledge/numbering.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>

#include "knowledge/numbering_rows.h"
#include "knowledge/numbering_rules.h"
#include "knowledge/rule_index.h"
#include "knowledge/separators.h"
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

// An index takes a while to make, and an exchange stands in one country: made when it is asked for.
class Rules {
 public:
  explicit Rules(std::vector<NumberRule> list) : in_order_(std::move(list)) {}
  std::span<const NumberRule> in_order() const { return in_order_; }
  const RuleIndex& index() const {
    std::call_once(made_, [this] { index_ = std::make_unique<RuleIndex>(in_order_); });
    return *index_;
  }

 private:
  std::vector<NumberRule> in_order_;
  mutable std::once_flag made_;
  mutable std::unique_ptr<RuleIndex> index_;
};

struct Book {
  std::vector<NumberingPlan> plans;  // the last is that of no country
  std::deque<Rules> rules;           // two for each plan: by form

  void add_rules(std::vector<NumberRule> dialled, std::vector<NumberRule> without_plus) {
    rules.emplace_back(std::move(dialled));
    rules.emplace_back(std::move(without_plus));
  }
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
    book.add_rules(rules_as_dialled(plan), rules_without_plus(plan));
  }
  book.plans.push_back(plan_of(kNoCountry));
  book.add_rules(rules_of_no_country(book.plans.back(), DialForm::dialled),
                 rules_of_no_country(book.plans.back(), DialForm::e164_without_plus));
  return book;
}

const Book& book() {
  static const Book made = make_book();
  return made;
}

constexpr size_t kLongestLookedAt = 64;

// The number without what people write between digits.
std::string significant(std::string_view dialled) {
  std::string number;
  for (const char c : dialled.substr(0, 2 * kLongestLookedAt))
    if (!is_separator(c)) number += c;
  if (number.size() > kLongestLookedAt) number.resize(kLongestLookedAt);
  return number;
}

// Nothing: no plan of ours.
const Rules* rules_of(const NumberingPlan& plan, DialForm form) {
  const auto& all = book().plans;
  const bool ours = !std::less<>()(&plan, all.data()) && std::less<>()(&plan, all.data() + all.size());
  const NumberingPlan* known = ours ? &plan : find_plan(plan.country);
  if (known == nullptr) return nullptr;
  return &book().rules[2 * static_cast<size_t>(known - all.data()) + (form == DialForm::dialled ? 0 : 1)];
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
  const Rules* found = rules_of(plan, form);
  return found != nullptr ? found->in_order() : std::span<const NumberRule>();
}

std::vector<std::string_view> patterns(const NumberingPlan& plan, NumberClass number_class, DialForm form) {
  std::vector<std::string_view> found;
  for (const NumberRule& rule : rules(plan, form)) {
    if (rule.number_class == number_class) found.push_back(rule.pattern);
  }
  return found;
}

NumberClass classify(const NumberingPlan& plan, std::string_view dialled, DialForm form) {
  const Rules* found = rules_of(plan, form);
  return found != nullptr ? found->index().classify(significant(dialled)) : NumberClass::unknown;
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
