// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/rules/dialplan/around.h"

#include <algorithm>

#include "audit/dialplan/arguments.h"

namespace denwaban::audit {

Around::Around(const Outline& outline, const parse::Dialplan& plan) : plan_(plan) {
  for (const PlanLine& line : outline.lines())
    for (const Jump& jump : jumps(line.priority->app, line.priority->arguments)) {
      const parse::Context* to = jump.target.context.empty() ? nullptr : plan_.find(jump.target.context);
      if (!to || to == line.context) continue;
      led_from_[to].insert(line.extension);
      if (jump.returns) calls_[line.extension].push_back(to);
    }
}

bool Around::has_itself(const parse::Extension& extension, Holds holds) const {
  auto in = [&](const parse::Extension& one) { return std::ranges::any_of(one.priorities, holds); };
  if (in(extension)) return true;
  const auto called = calls_.find(&extension);
  return called != calls_.end() && std::ranges::any_of(called->second, [&](const parse::Context* context) {
           return std::ranges::any_of(context->extensions, in);
         });
}

bool Around::has(const PlanLine& line, Holds holds) const {
  if (has_itself(*line.extension, holds)) return true;
  const std::string& name = line.extension->name;
  if (name != "s" && name != "~~s~~") return false;  // a telephone may dial it
  const auto from = led_from_.find(line.context);
  return from != led_from_.end() &&
         std::ranges::all_of(from->second, [&](const parse::Extension* one) { return has_itself(*one, holds); });
}

}  // namespace denwaban::audit
