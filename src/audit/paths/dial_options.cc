// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/paths/dial_options.h"

#include <algorithm>

namespace denwaban::audit {
namespace {

constexpr size_t kOptionsMax = 64;

}  // namespace

std::vector<ValueOption> value_options(const Value& text) {
  std::vector<ValueOption> options;
  int depth = 0;
  for (const Piece& piece : text.pieces()) {
    if (piece.kind != Piece::Kind::text) {
      if (depth > 0 && !options.empty()) options.back().argument.add(Value::of_piece(piece));
      continue;
    }
    for (char c : piece.text) {
      if (c == ')' && depth > 0) --depth;
      if (depth > 0) {
        options.back().argument.add(std::string(1, c));
        if (c == '(') ++depth;
      } else if (c == '(' && !options.empty()) {
        depth = 1;
      } else if (c != '(' && c != ')' && options.size() < kOptionsMax) {
        options.push_back({c, {}});
      }
    }
  }
  return options;
}

bool has_option(const std::vector<ValueOption>& options, char letter) {
  return std::any_of(options.begin(), options.end(), [&](const ValueOption& option) { return option.letter == letter; });
}

}  // namespace denwaban::audit
