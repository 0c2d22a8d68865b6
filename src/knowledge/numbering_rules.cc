// SPDX-License-Identifier: GPL-3.0-or-later
#include "knowledge/numbering_rules.h"

#include <algorithm>

#include "knowledge/number_prefix.h"

namespace denwaban::knowledge {
namespace {

// The shortest number of a subscriber anywhere has seven digits with its country code (+683, +290).
constexpr size_t kShortestWorldwide = 7;
constexpr size_t kLongestShortNumber = 6;

// `prefix` and whatever follows it, so that the whole has at least `least` characters.
std::string at_least(std::string_view prefix, size_t least) {
  std::string pattern(prefix);
  const size_t have = pattern_length(prefix);
  pattern.append(least > have + 1 ? least - have - 1 : 0, 'X');
  return pattern + '.';
}

class RuleWriter {
 public:
  explicit RuleWriter(const NumberingPlan& plan) : plan_(plan) {}

  void as_dialled() {
    whole(NumberClass::emergency, plan_.emergency);
    for (const std::string& before : plan_.before_any_number) {
      before_ = before;
      number_as_dialled();
    }
    before_.clear();
    service_codes();
    number_as_dialled();
    short_numbers();
  }

  void without_plus() {
    whole(NumberClass::emergency, plan_.emergency);
    service_codes();
    whole(NumberClass::premium, plan_.premium_services);
    const std::vector<std::string> forms = {plan_.country_code};
    national_classes(forms);
    add(NumberClass::national, at_least(plan_.country_code, plan_.country_code.size() + plan_.shortest));
    add(NumberClass::international, at_least("Z", kShortestWorldwide));
    short_numbers();
  }

  void of_no_country(DialForm form) {
    whole(NumberClass::emergency, plan_.emergency);
    service_codes();
    beginnings(NumberClass::premium, plan_.premium, {"0", "1"});
    beginnings(NumberClass::abroad_in_plan, plan_.abroad_in_plan, {"1", "+1"});
    abroad();
    const bool is_any_foreign = form == DialForm::e164_without_plus;
    if (is_any_foreign) add(NumberClass::international, at_least("Z", kShortestWorldwide));
    add(NumberClass::national, at_least("X", kShortestWorldwide - 1));
    short_numbers();
  }

  std::vector<NumberRule> take() { return std::move(rules_); }

 private:
  void add(NumberClass number_class, std::string_view pattern) {
    rules_.push_back({number_class, before_ + std::string(pattern)});
  }
  void whole(NumberClass number_class, const std::vector<std::string>& numbers) {
    for (const std::string& number : numbers) add(number_class, number);
  }
  void service_codes() { whole(NumberClass::service_code, {"*", "*.", "#", "#."}); }
  void short_numbers() {
    for (size_t digits = 1; digits <= kLongestShortNumber; ++digits) {
      add(NumberClass::short_number, std::string(digits, 'X'));
    }
  }

  void number_as_dialled() {
    if (!before_.empty()) whole(NumberClass::emergency, plan_.emergency);
    whole(NumberClass::premium, plan_.premium_services);
    carriers_abroad();
    national_classes(forms_as_dialled());
    own_country_code();
    abroad();
    carriers_inside();
    national();
  }

  bool is_plus_dialled() const { return before_.empty(); }  // 141 is for people, who write no plus after it
  bool bare_is_usual() const { return plan_.national_prefix.empty() || plan_.national_prefix_optional; }

  // With one prefix for abroad, prefix and own country code are a long way home. With several, digits that
  // look so may be another prefix and another country (Korea: 0082 0... is 008 and +20), so they count as
  // abroad.
  bool is_way_home_known() const {
    return plan_.international_prefixes.size() == 1 && plan_.country_code != "1" &&
           plan_.international_prefixes[0].find_first_of("XZN[") == std::string::npos;
  }

  // What stands before a national significant number.
  std::vector<std::string> forms_as_dialled() const {
    std::vector<std::string> forms = plan_.other_national_prefixes;
    if (!plan_.national_prefix.empty()) forms.push_back(plan_.national_prefix);
    if (bare_is_usual()) forms.emplace_back();
    if (is_plus_dialled()) forms.push_back("+" + plan_.country_code);
    if (is_way_home_known()) forms.push_back(plan_.international_prefixes[0] + plan_.country_code);
    return forms;
  }

  void national_classes(const std::vector<std::string>& forms) {
    beginnings(NumberClass::premium, plan_.premium, forms);
    beginnings(NumberClass::shared_cost, plan_.shared_cost, forms);
    beginnings(NumberClass::abroad_in_plan, plan_.abroad_in_plan, forms);
  }

  void beginnings(NumberClass number_class, const std::vector<std::string>& list,
                  const std::vector<std::string>& forms) {
    for (const std::string& beginning : list) {
      for (const std::string& form : forms) {
        add(number_class, form + at_least(beginning, plan_.shortest));
      }
      // Service numbers that begin with 1 are dialled without the national prefix (Australia: 190).
      if (beginning[0] == '1' && !bare_is_usual() && number_class != NumberClass::abroad_in_plan) {
        add(number_class, at_least(beginning, plan_.shortest));
      }
    }
  }

  // Of any length: too short for a subscriber is nobody's number, and no other country's.
  void own_country_code() {
    if (is_plus_dialled()) add(NumberClass::national, "+" + plan_.country_code + '.');
    if (is_way_home_known()) add(NumberClass::national, plan_.international_prefixes[0] + plan_.country_code + '.');
  }

  void abroad() {
    const std::string number = at_least("Z", kShortestWorldwide);
    if (is_plus_dialled()) add(NumberClass::international, "+" + number);
    for (const std::string& prefix : plan_.international_prefixes) {
      add(NumberClass::international, prefix + number);
    }
  }

  void carriers_abroad() {
    if (!plan_.carrier_select_reaches_abroad) return;
    const std::string number = at_least("Z", kShortestWorldwide);
    for (const std::string& carrier : plan_.carrier_select) {
      for (const std::string& prefix : plan_.international_prefixes) {
        add(NumberClass::international, carrier + prefix + number);
      }
    }
  }

  void carriers_inside() {
    for (const std::string& carrier : plan_.carrier_select) {
      const bool is_whole = carrier.back() == '.';
      // Six digits: Japan's 00XX also lead to short toll-free numbers.
      add(NumberClass::carrier_select, is_whole ? carrier : carrier + at_least("", kShortestWorldwide - 1));
    }
  }

  void national() {
    std::vector<std::string> prefixes = plan_.other_national_prefixes;
    if (!plan_.national_prefix.empty()) prefixes.push_back(plan_.national_prefix);
    for (const std::string& prefix : prefixes) {
      add(NumberClass::national, prefix + at_least(prefix == "0" ? "Z" : "X", plan_.shortest));
    }
    // Subscribers of the own area, or of the whole country where no prefix is dialled.
    const size_t least =
        bare_is_usual() && plan_.national_prefix.empty() ? plan_.shortest : kShortestWorldwide - 1;
    add(NumberClass::national, at_least(plan_.national_prefix.empty() ? "X" : "Z", least));
  }

  const NumberingPlan& plan_;
  std::string before_;
  std::vector<NumberRule> rules_;
};

}  // namespace

std::vector<NumberRule> rules_as_dialled(const NumberingPlan& plan) {
  RuleWriter writer(plan);
  writer.as_dialled();
  return writer.take();
}

std::vector<NumberRule> rules_without_plus(const NumberingPlan& plan) {
  RuleWriter writer(plan);
  writer.without_plus();
  return writer.take();
}

std::vector<NumberRule> rules_of_no_country(const NumberingPlan& plan, DialForm form) {
  RuleWriter writer(plan);
  writer.of_no_country(form);
  return writer.take();
}

}  // namespace denwaban::knowledge
