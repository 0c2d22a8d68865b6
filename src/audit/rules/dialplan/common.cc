// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/rules/dialplan/common.h"

#include <algorithm>
#include <map>
#include <set>

namespace denwaban::audit {
namespace {

constexpr size_t kTrailMax = 64;
constexpr size_t kSubroutinesMax = 2'000;

}  // namespace

ConfigFinding& about_line(Check& check, const PlanLine& line, std::string_view key) {
  const Estate& estate = check.estate();
  ConfigFinding& found = check.about(source_line(estate, *line.context, *line.extension, *line.priority),
                                     object_name(*line.context, *line.extension), std::string(key));
  if (line.priority->place.file != 0) found.origin = Origin::included;
  found.trail = check.survey().outline.way_to(*line.priority);
  fact(found, "context", line.context->name);
  fact(found, "extension", line.extension->name);
  return found;
}

ConfigFinding& about_include(Check& check, const parse::Context& context, const parse::ContextInclude& include) {
  ConfigFinding& found =
      check.about(source_line(check.estate(), context, include), "[" + printable(context.name) + "]", "include");
  if (include.place.file != 0) found.origin = Origin::included;
  fact(found, "context", context.name);
  fact(found, "included", include.context);
  return found;
}

ConfigFinding& about_place(Check& check, parse::DialplanPlace place, std::string_view context, std::string_view text) {
  ConfigFinding& found = check.about(source_line(check.estate(), place, context, text), "[" + printable(context) + "]");
  if (place.file != 0) found.origin = Origin::included;
  fact(found, "context", context);
  return found;
}

bool is_wildcard(const parse::Extension& extension) {
  return extension.is_pattern() && (extension.name.ends_with('.') || extension.name.ends_with('!'));
}

bool is_generated(const Estate& estate, parse::DialplanPlace place) {
  if (!estate.freepbx || place.file >= estate.dialplan.files.size()) return false;
  const std::string& file = estate.dialplan.files[place.file];
  return file.find("_custom") == std::string::npos && file.find("_override") == std::string::npos;
}

void tell_by_context(Check& check, const std::vector<LineFound>& hits, std::string_view key, std::string_view fix) {
  std::map<const parse::Context*, std::vector<const LineFound*>> by_context;
  std::vector<const parse::Context*> order;
  for (const LineFound& hit : hits) {
    std::vector<const LineFound*>& group = by_context[hit.line.context];
    if (group.empty()) order.push_back(hit.line.context);
    group.push_back(&hit);
  }
  for (const parse::Context* context : order) {
    std::vector<const LineFound*>& group = by_context[context];
    auto worst =
        std::max_element(group.begin(), group.end(),
                         [](const LineFound* a, const LineFound* b) { return a->severity < b->severity; });
    const LineFound& told = **worst;
    ConfigFinding& found = about_line(check, told.line, key);
    found.severity = told.severity;
    found.fix = std::string(fix);
    fact(found, "what", printable(told.what, 120));
    fact(found, "app", told.line.priority->app);
    if (group.size() > 1) fact(found, "more", std::to_string(group.size() - 1));
    for (const LineFound* other : group)
      if (other != &told && found.trail.size() < kTrailMax)
        found.trail.push_back(source_line(check.estate(), *other->line.context, *other->line.extension, *other->line.priority));
  }
}

namespace {

using Extensions = std::map<std::pair<std::string, std::string>, OutsideVariables>;  // context, name

void walk_lines(const Check& check, const Extensions& given,
                const std::function<void(const PlanLine&, const OutsideVariables&)>& look) {
  const parse::Extension* extension = nullptr;
  OutsideVariables variables;
  for (const PlanLine& line : check.survey().outline.lines()) {
    if (line.extension != extension) {
      auto found = given.find({line.context->name, line.extension->name});
      variables = found == given.end() ? OutsideVariables() : found->second;
    }
    extension = line.extension;
    look(line, variables);
    variables.line(line.priority->app, line.priority->arguments);
  }
}

// What callers write of the arguments that a subroutine is called with; harm is judged where they are used.
void take_arguments(const PlanLine& line, const OutsideVariables& variables, Extensions& given) {
  if (!is_app(line.priority->app, {"Gosub", "GosubIf", "Macro", "MacroExclusive", "ExecIf"})) return;
  for (const Jump& jump : jumps(line.priority->app, line.priority->arguments)) {
    if (!jump.returns || jump.target.arguments.empty() || given.size() >= kSubroutinesMax) continue;
    std::vector<std::string> arguments = split_arguments(jump.target.arguments);
    for (size_t i = 0; i < arguments.size(); ++i) {
      std::set<Outside> kinds;
      for (const Inflow& one : inflows(arguments[i], variables))
        if (!one.cleaned && (one.from == Outside::caller_id || one.from == Outside::header)) kinds.insert(one.from);
      if (kinds.empty()) continue;
      std::string context = jump.target.context.empty() ? line.context->name : jump.target.context;
      std::string name = jump.target.extension.empty() ? line.extension->name : jump.target.extension;
      given[{std::move(context), std::move(name)}].take("ARG" + std::to_string(i + 1), kinds);
    }
  }
}

}  // namespace

void for_lines(const Check& check, const std::function<void(const PlanLine&, const OutsideVariables&)>& look) {
  Extensions given;
  for (int pass = 0; pass < 2; ++pass) {  // a subroutine may hand on what it was given
    Extensions more = given;
    walk_lines(check, given,
               [&](const PlanLine& line, const OutsideVariables& variables) { take_arguments(line, variables, more); });
    given = std::move(more);
  }
  walk_lines(check, given, look);
}

bool calls_trunk(const Check& check, std::string_view context) {
  return check.survey().reach.reaches_trunk(context) || check.survey().outline.calls_trunk(context);
}

Severity by_reach(const Check& check, const PlanLine& line, Severity outside, Severity inside) {
  return check.survey().outline.from_outside(*line.priority) ? outside : inside;
}

}  // namespace denwaban::audit
