// SPDX-License-Identifier: GPL-3.0-or-later
#include "knowledge/rule_index.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace denwaban::knowledge {
namespace {

NumberClass first_match(std::span<const NumberRule> rules, std::string_view number) {
  for (const NumberRule& rule : rules)
    if (matches_pattern(rule.pattern, number)) return rule.number_class;
  return NumberClass::unknown;
}

TEST(RuleIndex, TheFirstRuleThatMatchesDecides) {
  const std::vector<NumberRule> rules = {{NumberClass::emergency, "112"},
                                         {NumberClass::premium, "1[0-2]."},
                                         {NumberClass::national, "ZXX"},
                                         {NumberClass::international, "+."}};
  const RuleIndex index(rules);
  EXPECT_EQ(index.classify("112"), NumberClass::emergency);
  EXPECT_EQ(index.classify("1124"), NumberClass::premium);
  EXPECT_EQ(index.classify("199"), NumberClass::national);
  EXPECT_EQ(index.classify("+4"), NumberClass::international);
  EXPECT_EQ(index.classify("+x"), NumberClass::international) << "a point stands for any character";
  EXPECT_EQ(index.classify("+"), NumberClass::unknown) << "a point stands for one character at least";
  EXPECT_EQ(index.classify("19"), NumberClass::unknown);
  EXPECT_EQ(index.classify(""), NumberClass::unknown);
  EXPECT_EQ(index.classify(std::string_view("\0\xff", 2)), NumberClass::unknown);
}

TEST(RuleIndex, SaysWhatTheRulesOfEveryCountrySayOneByOne) {
  std::mt19937 random(7);
  constexpr std::string_view kLetters = "0123456789012345678901*#+x";
  for (const NumberingPlan& plan : plans()) {
    for (const DialForm form : {DialForm::dialled, DialForm::e164_without_plus}) {
      const auto all = rules(plan, form);
      const RuleIndex index(all);
      for (int round = 0; round < 300; ++round) {
        std::string number = random() % 2 ? plan.national_prefix : "";
        for (size_t length = random() % 16; number.size() < length;)
          number += kLetters[random() % kLetters.size()];
        ASSERT_EQ(index.classify(number), first_match(all, number)) << plan.country << " " << number;
      }
    }
  }
}

}  // namespace
}  // namespace denwaban::knowledge
