// SPDX-License-Identifier: GPL-3.0-or-later
// What a regular expression says of a text as `$[…]` uses it: whether it is found, and whether what it gives back counts as true.
// `:` and `=~` give back the first group, or how long the match is (main/ast_expr2.y, op_colon); nothing, and a group that is
// empty or the number 0, is false. Which of several matches is taken does not matter here: a text that one way of reading makes
// true and another false counts as both.
#pragma once

#include <string_view>
#include <vector>

#include "audit/paths/regular_expression.h"

namespace denwaban::audit {

enum class Matching : uint8_t { found, true_text, false_text };

class ExpressionRun {
 public:
  // Where the machine may be, with what it has seen; ascending.
  using Places = std::vector<uint32_t>;

  ExpressionRun(const RegularExpression& expression, bool only_at_start, Matching wanted);
  Places begin() const;
  Places after(const Places& places, char character) const;
  bool accepts(const Places& places) const;
  bool accepts(std::string_view text) const;

 private:
  struct Place;
  void close(std::vector<Place>& open, Places& reached, bool starts, bool ends) const;
  bool wanted_at_end(const Place& place) const;

  const ExpressionMachine& machine_;
  Matching wanted_;
  bool only_at_start_;
};

}  // namespace denwaban::audit
