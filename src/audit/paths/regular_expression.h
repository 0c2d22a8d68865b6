// SPDX-License-Identifier: GPL-3.0-or-later
// POSIX extended regular expressions as glibc's regcomp(REG_EXTENDED) reads them, which is what `$[… =~ …]`, `$[… : …]` and
// REGEX() call (main/ast_expr2.y, funcs/func_strings.c): the machine that NumberSets makes sets of texts of.
//
// Bounded: an expression that is too long, repeats too often or needs what no machine can do, such as back references, is not
// read.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "audit/paths/pattern_elements.h"

namespace denwaban::audit {

// A machine with several states at a time. Leads by a character of `takes` to `next`, and by itself to `free`.
struct ExpressionMachine {
  enum class Mark : uint8_t { none, at_start, at_end, opens, closes };  // of what leads by itself; the last two: the first group
  struct State {
    CharacterSet takes;
    int next = -1;
    Mark mark = Mark::none;
    std::vector<int> free;
  };
  std::vector<State> states;
  int first = 0, last = 0;
};

class RegularExpression {
 public:
  enum class Reading : uint8_t { read, refused, beyond };  // refused: regcomp refuses it, too
  static Reading read(std::string_view written, RegularExpression& expression);

  const ExpressionMachine& machine() const { return machine_; }
  bool has_group() const { return groups_ > 0; }
  // Matches nothing at all, wherever it is tried, so that nothing behind the beginning is looked at.
  bool may_be_empty() const { return may_be_empty_; }
  // What the first group is where that is plain: behind so many characters, and as many long (-1: to the end, -2: not plain).
  struct Group {
    int from = 0, length = -2;
  };
  Group group() const { return group_; }
  bool anchored() const { return anchored_; }

 private:
  friend class ExpressionReader;
  ExpressionMachine machine_;
  size_t groups_ = 0;
  bool may_be_empty_ = false, anchored_ = false;
  Group group_;
};

}  // namespace denwaban::audit
