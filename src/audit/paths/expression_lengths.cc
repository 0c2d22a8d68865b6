// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/paths/expression_lengths.h"

#include <algorithm>
#include <charconv>

namespace denwaban::audit {
namespace {

constexpr int kLongest = 10'000;

struct Lengths {
  int shortest = 0, longest = kLongest;
};

std::string_view turned(std::string_view operation) {
  if (operation == "<") return ">";
  if (operation == ">") return "<";
  if (operation == "<=") return ">=";
  if (operation == ">=") return "<=";
  return operation;
}

std::optional<Lengths> lengths(std::string_view operation, int than) {
  if (operation == "=" || operation == "==" || operation == "!=") return Lengths{than, than};
  if (operation == "<") return Lengths{0, than - 1};
  if (operation == "<=") return Lengths{0, than};
  if (operation == ">") return Lengths{than + 1, kLongest};
  if (operation == ">=") return Lengths{than, kLongest};
  return std::nullopt;
}

}  // namespace

std::optional<int> whole_number(const Value& value) {
  std::string text = value.constant() ? value.text() : std::string();
  int number = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < -kLongest || number > kLongest) return std::nullopt;
  return number;
}

std::optional<Truth> length_compared(const Value& left, const Value& right, std::string_view operation, NumberSets& sets) {
  const Piece* measure = left.measure();
  if (!measure && !right.measure()) return std::nullopt;
  if (!measure) return length_compared(right, left, turned(operation), sets);
  auto than = whole_number(right);
  auto asked = than ? lengths(operation, *than - measure->more) : std::nullopt;
  if (!asked) return std::nullopt;
  NumberSet fitting = sets.none();
  int shortest = std::max(asked->shortest, 0);
  if (asked->longest >= shortest) {
    NumberSet long_enough = sets.of_length(static_cast<size_t>(shortest), static_cast<size_t>(asked->longest));
    fitting = sets.before_edit(Edit{{std::string()}, {measure->slice}, {}}, long_enough);
  }
  NumberSet others = sets.subtract(sets.everything(), fitting);
  if (operation == "!=") std::swap(fitting, others);
  Truth truth;
  truth.input = measure->input;
  truth.when_true = fitting;
  truth.when_false = others;
  truth.can_be_true = !sets.empty(fitting);
  truth.can_be_false = !sets.empty(others);
  return truth;
}

}  // namespace denwaban::audit
