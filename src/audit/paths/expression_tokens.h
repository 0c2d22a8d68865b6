// SPDX-License-Identifier: GPL-3.0-or-later
// The words of `$[…]` (main/ast_expr2.fl) in a text of which parts may be unknown.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "audit/paths/values.h"

namespace denwaban::audit {

struct ExpressionToken {
  enum class Kind : uint8_t { operand, operation, open, close };
  Kind kind = Kind::operand;
  Value value;       // of an operand, with its quotes
  std::string text;  // of an operation
};

// Nothing: a quote that is not closed, or too many words.
std::optional<std::vector<ExpressionToken>> expression_tokens(const Value& text);

}  // namespace denwaban::audit
