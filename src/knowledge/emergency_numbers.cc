// SPDX-License-Identifier: GPL-3.0-or-later
#include "knowledge/emergency_numbers.h"

#include <algorithm>
#include <set>

#include "knowledge/number_prefix.h"
#include "knowledge/rule_index.h"

namespace denwaban::knowledge {
namespace {

constexpr size_t kLongest = 24;  // with everything that may stand before

bool matches_one(const std::vector<std::string>& patterns, std::string_view number) {
  return std::ranges::any_of(patterns,
                             [number](const std::string& one) { return matches_pattern(one, number); });
}

RuleIndex index_of_the_world() {
  std::set<std::string> unique;
  for (const NumberingPlan& plan : plans()) {
    for (const std::string& pattern : plan.emergency)
      if (pattern_length(pattern) >= 3) unique.insert(pattern);
  }
  const auto& usual = find_plan("ZZ")->emergency;
  unique.insert(usual.begin(), usual.end());
  std::vector<NumberRule> rules;
  for (const std::string& pattern : unique) rules.push_back({NumberClass::emergency, pattern});
  return RuleIndex(rules);
}

bool is_one_of_the_world(std::string_view number) {
  static const RuleIndex all = index_of_the_world();
  return all.classify(number) == NumberClass::emergency;
}

bool is_ours(const NumberingPlan& plan, std::string_view number) {
  return number == "112" || number == "911" || matches_one(plan.emergency, number);
}

// Most numbers are no emergency by their last digits already.
bool ends_as_ours(const NumberingPlan& plan, std::string_view number) {
  if (number.ends_with("112") || number.ends_with("911")) return true;
  return std::ranges::any_of(plan.emergency, [number](const std::string& pattern) {
    const size_t length = pattern_length(pattern);
    return number.size() >= length && matches_pattern(pattern, number.substr(number.size() - length));
  });
}

// Some trunks want 110 as +4930110.
bool is_ours_with_codes(const DiallingHabits& habits, const NumberingPlan& plan, std::string_view number) {
  if (number.starts_with('+')) number.remove_prefix(1);
  if (is_ours(plan, number)) return true;
  for (const std::string& code : {plan.country_code, plan.national_prefix}) {
    if (code.empty() || !number.starts_with(code)) continue;
    const std::string_view rest = number.substr(code.size());
    if (is_ours(plan, rest)) return true;
    if (!habits.area_code.empty() && rest.starts_with(habits.area_code) &&
        is_ours(plan, rest.substr(habits.area_code.size())))
      return true;
  }
  return false;
}

const std::vector<std::string>& outside_prefixes(const DiallingHabits& habits) {
  static const std::vector<std::string> usual = {"0", "9"};
  return habits.outside_prefixes.empty() ? usual : habits.outside_prefixes;
}

bool is_ours_behind_anything(const DiallingHabits& habits, const NumberingPlan& plan,
                             std::string_view number) {
  if (!ends_as_ours(plan, number)) return false;
  number.remove_prefix(leading_pattern(plan.before_any_number, number));
  if (is_ours_with_codes(habits, plan, number)) return true;
  for (const std::string& prefix : outside_prefixes(habits)) {
    if (prefix.empty() || !number.starts_with(prefix)) continue;
    std::string_view rest = number.substr(prefix.size());
    rest.remove_prefix(leading_pattern(plan.before_any_number, rest));
    if (is_ours_with_codes(habits, plan, rest)) return true;
  }
  return false;
}

bool is_someones(const DiallingHabits& habits, const NumberingPlan& plan, std::string_view number) {
  constexpr size_t kLongestWithPrefix = 10;
  if (number.size() > kLongestWithPrefix || matches_one(plan.premium_services, number)) return false;
  if (is_one_of_the_world(number)) return true;
  return std::ranges::any_of(habits.outside_prefixes, [number](const std::string& prefix) {
    return !prefix.empty() && number.starts_with(prefix) && is_one_of_the_world(number.substr(prefix.size()));
  });
}

}  // namespace

bool is_emergency(const DiallingHabits& habits, std::string_view dialled, std::string_view sent) {
  if (dialled.size() > kLongest && sent.size() > kLongest) return false;
  const NumberingPlan& plan = habits.plan != nullptr ? *habits.plan : *find_plan("ZZ");
  if (is_ours_behind_anything(habits, plan, dialled) || is_ours_behind_anything(habits, plan, sent))
    return true;
  constexpr size_t kShortestWorldwide = 7;
  return sent.size() < kShortestWorldwide && is_someones(habits, plan, dialled);
}

std::vector<std::string> numbers_for_help(const DiallingHabits& habits) {
  const NumberingPlan& plan = habits.plan != nullptr ? *habits.plan : *find_plan("ZZ");
  std::set<std::string> numbers;
  auto add = [&](const std::string& number) {
    numbers.insert(number);
    for (const std::string& prefix : outside_prefixes(habits))
      if (prefix.size() + number.size() <= kDigitsForHelp) numbers.insert(prefix + number);
  };
  for (const char* everywhere : {"112", "911"}) add(everywhere);
  constexpr int kEnds[] = {100, 1'000, 10'000};  // of numbers with two, three, four digits
  for (int end : kEnds)
    for (int digits = 0; digits < end; ++digits)
      if (const std::string number = std::to_string(end + digits).substr(1); matches_one(plan.emergency, number)) add(number);
  std::vector<std::string> shortest(numbers.begin(), numbers.end());
  std::ranges::stable_sort(shortest, {}, &std::string::size);
  if (shortest.size() > kNumbersForHelp) shortest.resize(kNumbersForHelp);
  return shortest;
}

}  // namespace denwaban::knowledge
