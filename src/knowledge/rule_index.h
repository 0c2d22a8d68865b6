// SPDX-License-Identifier: GPL-3.0-or-later
// The rules of a numbering plan made ready for one question asked for every call: which is the first that
// matches? Each pattern is a row of sets of characters, and a number is compared with those alone that begin
// as it does.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "knowledge/numbering.h"

namespace denwaban::knowledge {

class RuleIndex {
 public:
  explicit RuleIndex(std::span<const NumberRule> rules);

  // `number`: without separators. As `matches_pattern` for each rule in their order; unknown: none matches.
  NumberClass classify(std::string_view number) const;

 private:
  static constexpr size_t kLetters = 14;  // the digits, * # +, all else
  static constexpr size_t kNone = kLetters;
  struct Pattern {
    uint32_t first = 0;  // of its sets
    uint8_t length = 0;
    bool open = false;  // followed by one or more characters
    NumberClass number_class = NumberClass::unknown;
  };
  static size_t letter(char c);
  bool matches(const Pattern& pattern, std::string_view number) const;
  bool may_begin(const Pattern& pattern, size_t first, size_t second) const;

  std::vector<uint16_t> sets_;
  std::vector<Pattern> patterns_;
  std::array<std::vector<uint16_t>, kLetters*(kLetters + 1)>
      by_beginning_;  // by the first two letters of a number
};

}  // namespace denwaban::knowledge
