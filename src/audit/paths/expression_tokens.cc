// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/paths/expression_tokens.h"

namespace denwaban::audit {
namespace {

constexpr size_t kTokensMax = 400;

// Operators of ast_expr2.fl, the longest first.
constexpr std::string_view kOperators[] = {"=~", "~~", "!=", "<=", ">=", "==", "::", "|", "&", "=", "<",
                                           ">",  "+",  "-",  "*",  "/",  "%",  "!",  "?", ":", ","};

}  // namespace

std::optional<std::vector<ExpressionToken>> expression_tokens(const Value& text) {
  std::vector<ExpressionToken> tokens;
  Value operand;
  bool inside = false, quoted = false;
  auto flush = [&] {
    if (inside) tokens.push_back({ExpressionToken::Kind::operand, std::move(operand), {}});
    operand = Value();
    inside = false;
  };
  for (const Piece& piece : text.pieces()) {
    if (piece.kind != Piece::Kind::text) {
      operand.add(Value::of_piece(piece));
      inside = true;
      continue;
    }
    for (size_t i = 0; i < piece.text.size(); ++i) {
      if (tokens.size() > kTokensMax) return std::nullopt;
      char c = piece.text[i];
      if (quoted || c == '"') {
        if (c == '"') quoted = !quoted;
        operand.add(std::string(1, c));
        inside = true;
        continue;
      }
      if (static_cast<uint8_t>(c) <= ' ') {
        flush();
        continue;
      }
      if (c == '(' || c == ')') {
        flush();
        tokens.push_back({c == '(' ? ExpressionToken::Kind::open : ExpressionToken::Kind::close, {}, {}});
        continue;
      }
      std::string_view found;
      for (std::string_view operation : kOperators)
        if (std::string_view(piece.text).substr(i).starts_with(operation)) {
          found = operation;
          break;
        }
      if (found.empty()) {
        operand.add(std::string(1, c));
        inside = true;
        continue;
      }
      flush();
      tokens.push_back({ExpressionToken::Kind::operation, {}, std::string(found)});
      i += found.size() - 1;
    }
  }
  flush();
  if (quoted) return std::nullopt;
  return tokens;
}

}  // namespace denwaban::audit
