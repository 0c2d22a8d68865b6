// SPDX-License-Identifier: GPL-3.0-or-later
// `$[…]`: the grammar of main/ast_expr2.y, on texts of which parts may be unknown. From the weakest binding:
// ?: (not here), |, &, comparisons, + and -, * / %, ! and unary -, parentheses. A syntax error makes the
// whole empty, which is false.
#include <charconv>
#include <cmath>

#include "audit/paths/expression_groups.h"
#include "audit/paths/expression_lengths.h"
#include "audit/paths/expression_matches.h"
#include "audit/paths/expression_tokens.h"
#include "audit/paths/values.h"

namespace denwaban::audit {
namespace {

constexpr int kDepthMax = 40;

std::optional<double> number(const std::string& text) {
  double value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool zero_or_empty(const std::string& text) {
  if (text.empty() || text == "\"\"") return true;
  auto value = number(text);
  return value && *value == 0;
}

Value without_quotes(const Value& value) {
  const auto& pieces = value.pieces();
  if (pieces.empty() || pieces.front().kind != Piece::Kind::text || pieces.back().kind != Piece::Kind::text) return value;
  const std::string &first = pieces.front().text, &last = pieces.back().text;
  if (first.front() != '"' || last.back() != '"' || (pieces.size() == 1 && first.size() < 2)) return value;
  Value result;
  for (size_t i = 0; i < pieces.size(); ++i) {
    if (pieces[i].kind != Piece::Kind::text) {
      result.add(Value::of_piece(pieces[i]));
      continue;
    }
    std::string text = pieces[i].text;
    if (i + 1 == pieces.size()) text.pop_back();
    if (i == 0) text.erase(0, 1);
    result.add(text);
  }
  return result;
}

struct Term {
  Value value;
  std::optional<Truth> truth;  // of comparisons that are not constant
  bool is_number = false;      // 1 when it is true, else 0
};

Truth truth_of_term(const Term& term) { return term.truth ? *term.truth : truth_of_value(term.value); }

Gate weaker(Gate a, Gate b) { return std::min(a, b); }
Gate stronger(Gate a, Gate b) { return std::max(a, b); }

bool lacks_a_side(const std::vector<ExpressionToken>& tokens) {
  using Kind = ExpressionToken::Kind;
  if (tokens.empty()) return false;
  const ExpressionToken& first = tokens.front();
  const bool unary = first.text == "!" || first.text == "-" || first.text == "+";
  return (first.kind == Kind::operation && !unary) || tokens.back().kind == Kind::operation;
}

class Parser {
 public:
  Parser(std::vector<ExpressionToken> tokens, const Scope& scope)
      : tokens_(std::move(tokens)), scope_(scope) {}

  std::optional<Term> all() {
    auto term = either(0);
    if (!term || at_ != tokens_.size()) return std::nullopt;
    return term;
  }

 private:
  bool is(std::initializer_list<std::string_view> operations, std::string& found) {
    if (at_ >= tokens_.size() || tokens_[at_].kind != ExpressionToken::Kind::operation) return false;
    for (std::string_view operation : operations)
      if (tokens_[at_].text == operation) {
        found = operation;
        ++at_;
        return true;
      }
    return false;
  }

  std::optional<Term> either(int depth) {
    auto left = both(depth);
    std::string operation;
    while (left && is({"|"}, operation)) {
      auto right = both(depth);
      if (!right) return std::nullopt;
      left = join(*left, *right, false);
    }
    return left;
  }

  std::optional<Term> both(int depth) {
    auto left = comparison(depth);
    std::string operation;
    while (left && is({"&"}, operation)) {
      auto right = comparison(depth);
      if (!right) return std::nullopt;
      left = join(*left, *right, true);
    }
    return left;
  }

  std::optional<Term> comparison(int depth) {
    auto left = sum(depth);
    std::string operation;
    while (left && is({"=", "==", "!=", "<", ">", "<=", ">=", ":", "=~"}, operation)) {
      auto right = sum(depth);
      if (!right) return std::nullopt;
      left = compare(*left, *right, operation);
    }
    return left;
  }

  std::optional<Term> sum(int depth) {
    auto left = product(depth);
    std::string operation;
    while (left && is({"+", "-"}, operation)) {
      auto right = product(depth);
      if (!right) return std::nullopt;
      left = calculate(*left, *right, operation);
    }
    return left;
  }

  std::optional<Term> product(int depth) {
    auto left = single(depth);
    std::string operation;
    while (left && is({"*", "/", "%"}, operation)) {
      auto right = single(depth);
      if (!right) return std::nullopt;
      left = calculate(*left, *right, operation);
    }
    return left;
  }

  std::optional<Term> single(int depth) {
    if (depth > kDepthMax || at_ >= tokens_.size()) return std::nullopt;
    std::string operation;
    if (is({"!"}, operation)) {
      auto term = single(depth + 1);
      if (!term) return std::nullopt;
      Truth truth = truth_of_term(*term);
      std::swap(truth.can_be_true, truth.can_be_false);
      std::swap(truth.gate_true, truth.gate_false);
      std::swap(truth.when_true, truth.when_false);
      return of_truth(truth);
    }
    if (is({"-", "+"}, operation)) {
      auto term = single(depth + 1);
      if (!term) return std::nullopt;
      if (term->value.constant() && !term->truth)
        return Term{Value((operation == "-" ? "-" : "") + term->value.text()), {}};
      return term;
    }
    const ExpressionToken& token = tokens_[at_++];
    if (token.kind == ExpressionToken::Kind::open) {
      auto term = either(depth + 1);
      if (!term || at_ >= tokens_.size() || tokens_[at_].kind != ExpressionToken::Kind::close)
        return std::nullopt;
      ++at_;
      return term;
    }
    if (token.kind != ExpressionToken::Kind::operand) return std::nullopt;
    // Words side by side are one text.
    Term term{token.value, {}};
    while (at_ < tokens_.size() && tokens_[at_].kind == ExpressionToken::Kind::operand) {
      term.value.add(" ");
      term.value.add(tokens_[at_++].value);
    }
    return term;
  }

  static Term of_truth(Truth truth, bool is_number = true) {
    if (!truth.can_be_true) return {Value("0"), {}};
    if (!truth.can_be_false) return {Value("1"), {}};
    return {Value::unknown(Source::number, "$[…]"), std::move(truth), is_number};
  }

  Term join(const Term& left, const Term& right, bool both) {
    if (!left.truth && !right.truth && left.value.constant() && right.value.constant()) {
      bool a = !zero_or_empty(left.value.text()), b = !zero_or_empty(right.value.text());
      if (both) return {a && b ? left.value : Value("0"), {}};
      return {a ? left.value : b ? right.value : Value("0"), {}};
    }
    Truth a = truth_of_term(left), b = truth_of_term(right);
    if (!both) invert(a), invert(b);
    Truth result;
    result.can_be_true = a.can_be_true && b.can_be_true;
    result.can_be_false = a.can_be_false || b.can_be_false;
    result.gate_true = stronger(a.gate_true, b.gate_true);
    if (a.can_be_false && b.can_be_false)
      result.gate_false = weaker(a.gate_false, b.gate_false);
    else
      result.gate_false = a.can_be_false ? a.gate_false : b.gate_false;
    result.condition = a.condition.empty() || a.gate_true < b.gate_true ? b.condition : a.condition;
    restrict(result, a, b);
    if (!both) invert(result);
    return of_truth(result, false);
  }

  static void invert(Truth& truth) {
    std::swap(truth.can_be_true, truth.can_be_false);
    std::swap(truth.gate_true, truth.gate_false);
    std::swap(truth.when_true, truth.when_false);
  }

  // Numbers for which both are true; those for which one is false.
  void restrict(Truth& result, const Truth& a, const Truth& b) {
    if (a.input && b.input && *a.input == *b.input) {
      result.input = a.input;
      if (a.when_true && b.when_true) result.when_true = scope_.sets().intersect(*a.when_true, *b.when_true);
      if (a.when_false && b.when_false) result.when_false = scope_.sets().unite(*a.when_false, *b.when_false);
      return;
    }
    const Truth& only = a.input ? a : b;
    const Truth& other = a.input ? b : a;
    if (!only.input) return;
    result.input = only.input;
    result.when_true = only.when_true;
    if (!other.can_be_false) result.when_false = only.when_false;
  }

  // LEN(…) + 1.
  static std::optional<Value> longer(const Value& a, const Value& b, const std::string& operation) {
    auto by = whole_number(b);
    if (!a.measure() || !by || (operation != "+" && operation != "-")) return std::nullopt;
    Piece piece = *a.measure();
    piece.more += operation == "+" ? *by : -*by;
    piece.text += operation + b.text();
    return Value::of_piece(std::move(piece));
  }

  Term calculate(const Term& left, const Term& right, const std::string& operation) {
    Value a = without_quotes(left.value), b = without_quotes(right.value);
    if (auto length = longer(a, b, operation)) return {*length, {}};
    if (!a.constant() || !b.constant() || left.truth || right.truth)
      return {Value::unknown(std::max(a.worst_source(), b.worst_source()), a.shown() + operation + b.shown()),
              {}};
    auto x = number(a.text()), y = number(b.text());
    if (!x || !y) return {Value("0"), {}};
    double result = operation == "+" ? *x + *y : operation == "-" ? *x - *y : operation == "*" ? *x * *y : 0;
    if ((operation == "/" || operation == "%") && *y != 0)
      result = operation == "/" ? *x / *y : std::fmod(*x, *y);
    if (std::abs(result) < 1e15 && result == std::floor(result))
      return {Value(std::to_string(static_cast<int64_t>(result))), {}};
    return {Value(std::to_string(result)), {}};
  }

  Term compare(const Term& left, const Term& right, const std::string& operation) {
    Value a = without_quotes(left.value), b = without_quotes(right.value);
    bool equality = operation == "=" || operation == "==" || operation == "!=";
    // What stands in quotes is a text, also of digits: "0" is not "00" (main/ast_expr2.y, isstring).
    bool as_texts = left.value.starts_with("\"") || right.value.starts_with("\"");
    if (operation == ":" || operation == "=~") {
      Match match = matched(a, b, operation, scope_.sets());
      return {std::move(match.value), std::move(match.truth)};
    }
    if (a.constant() && b.constant() && !left.truth && !right.truth)
      return of_truth(Truth::of(compare(a.text(), b.text(), operation, as_texts)));
    if (equality || !as_texts)
      if (auto truth = length_compared(a, b, operation, scope_.sets())) return of_truth(*truth);
    if (equality)
      if (auto truth = asked_again(a, b, operation != "!=")) return of_truth(*truth);
    Truth truth;
    truth.condition = a.shown() + " " + operation + " " + b.shown();
    if (equality) {
      if (a == b && !a.has_unknown()) {
        truth = Truth::of(true);
      } else {
        equal(a, b, truth);
      }
      if (operation == "!=") invert(truth);
      return of_truth(truth);
    }
    truth.gate_true = truth.gate_false = gate_of(std::max(a.worst_source(), b.worst_source()));
    return of_truth(truth);
  }

  // Of something that anybody may write, and of an empty database, it is known what it usually is not.
  void equal(const Value& a, const Value& b, Truth& truth) {
    const Value& text = a.constant() ? b : a;
    const Value& wanted = a.constant() ? a : b;
    Source source = std::max(a.worst_source(), b.worst_source());
    truth.gate_true = truth.gate_false = gate_of(source);
    if (auto input = text.only_input(); input && wanted.constant()) {
      if (auto edit = text.edit()) {
        truth.input = input;
        truth.when_true = scope_.sets().before_edit(*edit, scope_.sets().of_text(wanted.text()));
        truth.when_false = scope_.sets().subtract(scope_.sets().everything(), *truth.when_true);
        truth.can_be_true = !scope_.sets().empty(*truth.when_true);
      }
      return;
    }
    if (!wanted.constant()) return;
    if (source == Source::caller_id) truth.gate_false = Gate::none;
    if (is_kept(source)) {
      // Text beside it, as in `foo${DB(x)}` = foo, is a way to ask for emptiness.
      Value rest;
      for (const Piece& piece : text.pieces())
        if (piece.kind == Piece::Kind::text) rest.add(piece.text);
      (rest.text() == wanted.text() ? truth.gate_true : truth.gate_false) = Gate::none;
    }
  }

  static bool compare(const std::string& a, const std::string& b, const std::string& operation, bool as_texts) {
    auto x = as_texts ? std::nullopt : number(a), y = as_texts ? std::nullopt : number(b);
    int order = x && y ? (*x < *y ? -1 : *x > *y) : a.compare(b);
    if (operation == "=" || operation == "==") return order == 0;
    if (operation == "!=") return order != 0;
    if (operation == "<") return order < 0;
    if (operation == ">") return order > 0;
    if (operation == "<=") return order <= 0;
    return order >= 0;
  }

  std::vector<ExpressionToken> tokens_;
  const Scope& scope_;
  size_t at_ = 0;
};

std::optional<Term> parse(const Value& text, const Scope& scope) {
  auto tokens = expression_tokens(text);
  if (!tokens) return std::nullopt;
  // `X=` is an error whatever X turns out to be, and an error is empty: what callers write ends no such gate.
  if (lacks_a_side(*tokens)) return Term{Value(), {}};
  return Parser(std::move(*tokens), scope).all();
}

}  // namespace

Value expression_value(const Value& text, const Scope& scope) {
  auto term = parse(text, scope);
  if (!term) return text.constant() ? Value() : Value::unknown(text.worst_source(), "$[" + text.shown() + "]");
  if (!term->truth) return term->value.constant() ? Value(without_quotes(term->value)) : term->value;
  if (term->value.uses_input()) return term->value;
  Value known = text_of(*term->truth, "$[" + text.shown() + "]", term->is_number);
  return known.asked() || known.constant() ? known : Value::unknown(text.worst_source(), "$[" + text.shown() + "]");
}

Truth truth_of_value(const Value& value) {
  if (value.constant()) {
    std::string text = value.text();
    // pbx_checkcondition: digits are a number, anything else that is not empty is true.
    if (text.empty()) return Truth::of(false);
    if (text[0] >= '0' && text[0] <= '9')
      return Truth::of(number(text.substr(0, text.find_first_not_of("0123456789"))) != 0.0);
    return Truth::of(true);
  }
  if (!value.has_unknown() && value.starts_with("")) return Truth::of(true);
  Truth truth;
  if (const Asked* asked = value.asked()) {
    truth.input = asked->input;
    truth.when_true = asked->when_true;
    truth.when_false = asked->when_false;
    return truth;
  }
  truth.condition = value.shown();
  truth.gate_true = truth.gate_false = gate_of(value.worst_source());
  if (is_kept(value.worst_source())) truth.gate_false = Gate::none;
  return truth;
}

Truth truth_of(std::string_view condition, const Scope& scope) {
  while (!condition.empty() && condition.front() == ' ') condition.remove_prefix(1);
  while (!condition.empty() && condition.back() == ' ') condition.remove_suffix(1);
  if (condition.starts_with("$[") && condition.ends_with("]")) {
    // One expression from end to end keeps what is known of its parts.
    int depth = 0;
    size_t end = 1;
    for (; end < condition.size(); ++end) {
      if (condition[end] == '[') ++depth;
      if (condition[end] == ']' && --depth == 0) break;
    }
    if (end + 1 == condition.size()) {
      Value inside = expand(with_groups(condition.substr(2, condition.size() - 3)), scope);
      auto term = parse(inside, scope);
      if (term) return truth_of_term(*term);
      if (inside.constant()) return Truth::of(false);
      Truth truth;
      truth.condition = inside.shown();
      truth.gate_true = truth.gate_false = gate_of(inside.worst_source());
      return truth;
    }
  }
  return truth_of_value(expand(condition, scope));
}

}  // namespace denwaban::audit
