// SPDX-License-Identifier: GPL-3.0-or-later
#include "knowledge/rule_index.h"

#include "base/check.h"
#include "knowledge/number_prefix.h"

namespace denwaban::knowledge {
namespace {

constexpr std::string_view kCharacters = "0123456789*#+";

// The element at the front of the pattern, which is taken off it.
std::string_view take_element(std::string_view& pattern) {
  const size_t length = pattern[0] == '[' ? pattern.find(']') + 1 : 1;
  DENWABAN_CHECK(length > 0);
  const std::string_view element = pattern.substr(0, length);
  pattern.remove_prefix(length);
  return element;
}

uint16_t set_of(std::string_view element) {
  uint16_t set = 0;
  for (size_t i = 0; i < kCharacters.size(); ++i)
    if (matches_pattern(element, kCharacters.substr(i, 1))) set = static_cast<uint16_t>(set | 1U << i);
  return set;
}

}  // namespace

size_t RuleIndex::letter(char c) {
  if (c >= '0' && c <= '9') return static_cast<size_t>(c - '0');
  return c == '*' ? 10 : c == '#' ? 11 : c == '+' ? 12 : 13;
}

RuleIndex::RuleIndex(std::span<const NumberRule> rules) {
  for (const NumberRule& rule : rules) {
    Pattern pattern;
    pattern.first = static_cast<uint32_t>(sets_.size());
    pattern.number_class = rule.number_class;
    std::string_view rest = rule.pattern;
    pattern.open = rest.ends_with('.');
    if (pattern.open) rest.remove_suffix(1);
    pattern.length = static_cast<uint8_t>(pattern_length(rest));
    while (!rest.empty()) sets_.push_back(set_of(take_element(rest)));
    patterns_.push_back(pattern);
  }
  DENWABAN_CHECK(patterns_.size() < 65536);
  for (size_t first = 0; first < kLetters; ++first)
    for (size_t second = 0; second <= kNone; ++second)
      for (size_t i = 0; i < patterns_.size(); ++i)
        if (may_begin(patterns_[i], first, second))
          by_beginning_[first * (kLetters + 1) + second].push_back(static_cast<uint16_t>(i));
}

bool RuleIndex::may_begin(const Pattern& pattern, size_t first, size_t second) const {
  if (pattern.length == 0) return pattern.open;
  if (((sets_[pattern.first] >> first) & 1) == 0) return false;
  if (second == kNone) return pattern.length == 1 && !pattern.open;
  return pattern.length == 1 ? pattern.open : ((sets_[pattern.first + 1] >> second) & 1) != 0;
}

bool RuleIndex::matches(const Pattern& pattern, std::string_view number) const {
  if (pattern.open ? number.size() <= pattern.length : number.size() != pattern.length) return false;
  const uint16_t* set = sets_.data() + pattern.first;
  for (size_t i = 0; i < pattern.length; ++i)
    if (((set[i] >> letter(number[i])) & 1) == 0) return false;
  return true;
}

NumberClass RuleIndex::classify(std::string_view number) const {
  if (number.empty()) return NumberClass::unknown;
  const size_t second = number.size() > 1 ? letter(number[1]) : kNone;
  for (const uint16_t i : by_beginning_[letter(number[0]) * (kLetters + 1) + second])
    if (matches(patterns_[i], number)) return patterns_[i].number_class;
  return NumberClass::unknown;
}

}  // namespace denwaban::knowledge
