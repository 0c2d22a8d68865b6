// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/paths/expression_matches.h"

#include <algorithm>

namespace denwaban::audit {
namespace {

// Whose text decides. Nobody is found on a list who is not put there.
Match decided_elsewhere(const Value& text, const Value& pattern, const std::string& written) {
  Source source = std::max(text.worst_source(), pattern.worst_source());
  Match match{Value::unknown(source, written), {}};
  if (source != Source::caller_id && !is_kept(source)) return match;
  Truth truth;
  truth.condition = written;
  truth.gate_true = gate_of(source);
  match.truth = std::move(truth);
  return match;
}

bool can_be_dialled(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0 && c != '\0'; });
}

std::optional<Truth> narrowed(const Value& text, const Outcomes& outcomes, NumberSets& sets) {
  auto input = text.only_input();
  auto edit = text.edit();
  if (!input || !edit) return std::nullopt;
  Truth truth;
  truth.input = input;
  truth.when_true = sets.before_edit(*edit, outcomes.yes);
  truth.when_false = sets.before_edit(*edit, outcomes.no);
  truth.can_be_true = !sets.empty(*truth.when_true);
  truth.can_be_false = !sets.empty(*truth.when_false);
  return truth;
}

Match of_constant(const std::string& text, const RegularExpression& expression, bool at_start, const std::string& written) {
  auto is = [&](Matching what) { return ExpressionRun(expression, at_start, what).accepts(text); };
  bool yes = is(Matching::true_text);
  bool no = expression.has_group() ? !is(Matching::found) || is(Matching::false_text) : !yes;
  if (!yes) return {expression.has_group() ? Value() : Value(std::string("0")), Truth::of(false)};
  Truth truth;
  truth.can_be_false = no;
  return {Value::unknown(Source::number, written), truth};
}

// Of numbers the first group, where it is plain which part that is. What does not fit into it is left out, as FILTER does.
std::optional<Value> first_group(const Value& text, const RegularExpression& expression, bool at_start) {
  auto group = expression.group();
  if (group.length < -1 || (!at_start && !expression.anchored())) return std::nullopt;
  return text.sliced(group.from, std::max(group.length, 0), group.length < 0).filtered();
}

}  // namespace

Match matched(const Value& text, const Value& pattern, const std::string& operation, NumberSets& sets) {
  std::string written = text.shown() + " " + operation + " " + pattern.shown();
  bool at_start = operation == ":";
  bool known = text.constant() || text.only_input();
  if (!pattern.constant() || !known) return decided_elsewhere(text, pattern, written);
  RegularExpression expression;
  auto reading = RegularExpression::read(pattern.text(), expression);
  if (reading == RegularExpression::Reading::refused) return {Value(), Truth::of(false)};
  if (reading == RegularExpression::Reading::beyond) return {Value::unknown(Source::number, written), {}};
  if (text.constant())
    return can_be_dialled(text.text()) ? of_constant(text.text(), expression, at_start, written)
                                       : Match{Value::unknown(Source::number, written), {}};
  Match match{first_group(text, expression, at_start).value_or(Value::unknown(Source::number, written)), {}};
  auto outcomes = sets.outcomes(pattern.text(), at_start);
  if (outcomes) match.truth = narrowed(text, *outcomes, sets);
  return match;
}

Value regex_function(const Value& arguments, const Scope& scope, std::string written) {
  auto behind = arguments.cut('"');
  auto parts = behind ? behind->second.cut('"') : std::nullopt;
  if (!parts) return Value::unknown(arguments.worst_source(), std::move(written));
  const Value& pattern = parts->first;
  Value text = parts->second.starts_with(" ") ? parts->second.sliced(1, 0, true) : parts->second;
  Value unknown = Value::unknown(arguments.worst_source(), std::move(written));
  RegularExpression expression;
  if (!pattern.constant()) return unknown;
  auto reading = RegularExpression::read(pattern.text(), expression);
  if (reading == RegularExpression::Reading::refused) return {};
  if (reading == RegularExpression::Reading::beyond) return unknown;
  if (text.constant() && can_be_dialled(text.text()))
    return Value(ExpressionRun(expression, false, Matching::found).accepts(text.text()) ? "1" : "0");
  NumberSets& sets = scope.sets();
  auto found = sets.of_matching(expression, false, Matching::found);
  if (!found) return unknown;
  auto truth = narrowed(text, Outcomes{*found, sets.subtract(sets.everything(), *found)}, sets);
  return truth ? text_of(*truth, unknown.shown(), true) : unknown;
}

Value text_of(const Truth& truth, std::string written, bool is_number) {
  if (is_number && !truth.can_be_true) return Value(std::string("0"));
  if (is_number && !truth.can_be_false) return Value(std::string("1"));
  Value value = Value::unknown(Source::number, std::move(written));
  bool plain = truth.gate_true == Gate::none && truth.gate_false == Gate::none;
  if (!truth.input || !truth.when_true || !truth.when_false || !plain) return value;
  Piece piece = value.pieces()[0];
  piece.input = *truth.input;
  piece.asked = Asked{*truth.input, *truth.when_true, *truth.when_false, is_number};
  return Value::of_piece(std::move(piece));
}

std::optional<Truth> asked_again(const Value& left, const Value& right, bool equal) {
  const Value& text = left.constant() ? right : left;
  const Value& wanted = left.constant() ? left : right;
  const Asked* asked = text.asked();
  if (!asked || !asked->is_number || !wanted.constant()) return std::nullopt;
  if (wanted.text() != "1" && wanted.text() != "0") return std::nullopt;
  Truth truth = truth_of_value(text);
  if ((wanted.text() == "1") != equal) {
    std::swap(truth.can_be_true, truth.can_be_false);
    std::swap(truth.when_true, truth.when_false);
  }
  return truth;
}

}  // namespace denwaban::audit
