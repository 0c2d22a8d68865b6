// SPDX-License-Identifier: GPL-3.0-or-later
// `${IF(condition?one:other)}` in what a line is given (funcs/func_logic.c): where the run or the number decides, the line is
// gone through once for each.
#include <algorithm>

#include "audit/dialplan/arguments.h"
#include "audit/paths/walk_parts.h"

namespace denwaban::audit {
namespace {

constexpr long kMost = 3;  // of a line: each doubles the ways

bool is_if(const Reference& one) {
  return one.kind == Reference::Kind::function && is_app(one.name, "IF") && !one.sliced;
}

std::string_view unquoted(std::string_view text) {
  text = trim(text);
  const bool quoted = text.size() > 1 && text.front() == '"' && text.back() == '"';
  return quoted ? text.substr(1, text.size() - 2) : text;
}

// What the line sets is asked for by nobody.
bool is_idle(std::string_view app, std::string_view text, const PlanIndex& index) {
  if (app != "set" && app != "mset") return false;
  std::string_view name = trim(text.substr(0, text.find('=')));
  while (name.starts_with('_')) name.remove_prefix(1);
  return name.find('(') == std::string_view::npos && !index.is_relevant(name);
}

}  // namespace

bool Walk::execute_each(const WalkState& state, std::string_view app, const std::string& text, int depth) {
  if (text.find("IF(") == std::string::npos || is_idle(app, text, index_)) return false;
  const std::vector<Reference> all = references(text);
  if (std::ranges::count_if(all, is_if) > kMost) return false;
  const ChannelScope scope(*this, state);
  for (const Reference& one : all) {
    if (!is_if(one)) continue;
    const Alternatives ways = alternatives_of(one.arguments);
    const Truth truth = truth_of(ways.condition, scope);
    if (!truth.can_be_true || !truth.can_be_false) continue;
    for (bool way : {true, false}) {
      WalkState next;
      bool open = false;
      branch(state, truth, way, next, open);
      const std::string chosen(unquoted(way ? ways.yes : ways.no));
      if (open) execute(next, app, text.substr(0, one.begin) + chosen + text.substr(one.end), depth);
    }
    return true;
  }
  return false;
}

}  // namespace denwaban::audit
