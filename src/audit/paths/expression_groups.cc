// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/paths/expression_groups.h"

namespace denwaban::audit {
namespace {

constexpr int kDepthMax = 12;

bool stands_alone(std::string_view before, std::string_view after) {
  constexpr std::string_view kBorders = " \t()&|=!<>+-*/%?:";
  bool left = before.empty() || kBorders.find(before.back()) != std::string_view::npos;
  bool right = after.empty() || kBorders.find(after.front()) != std::string_view::npos;
  return left && right;
}

// One behind the bracket that closes what opens at `at`; npos: nothing does.
size_t behind(std::string_view text, size_t at, char open, char close) {
  int depth = 0;
  for (; at < text.size(); ++at) {
    if (text[at] == open) ++depth;
    if (text[at] == close && --depth == 0) return at + 1;
  }
  return std::string_view::npos;
}

std::string grouped(std::string_view text, int depth) {
  std::string out;
  bool quoted = false;
  for (size_t at = 0; at < text.size();) {
    if (text[at] == '"') quoted = !quoted;
    bool variable = text.substr(at).starts_with("${"), inner = text.substr(at).starts_with("$[");
    size_t end = variable ? behind(text, at + 1, '{', '}') : inner ? behind(text, at + 1, '[', ']') : at + 1;
    if (end == std::string_view::npos) return out.append(text.substr(at));
    std::string_view piece = text.substr(at, end - at);
    if (inner && !quoted && depth < kDepthMax && stands_alone(text.substr(0, at), text.substr(end)))
      out.append("(").append(grouped(piece.substr(2, piece.size() - 3), depth + 1)).append(")");
    else
      out.append(piece);
    at = end;
  }
  return out;
}

}  // namespace

std::string with_groups(std::string_view expression) { return grouped(expression, 0); }

}  // namespace denwaban::audit
