// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/rules/dialplan/common.h"

#include <algorithm>
#include <map>
#include <set>

namespace denwaban::audit {
namespace {

constexpr size_t kTrailMax = 64;

}  // namespace

ConfigFinding& about_line(Check& check, const PlanLine& line, std::string_view key) {
  const Estate& estate = check.estate();
  const parse::Priority& written = check.survey().outline.written(*line.priority);
  ConfigFinding& found = check.about(source_line(estate, *line.context, *line.extension, written),
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
                         [](const LineFound* a, const LineFound* b) {
                           if (a->severity != b->severity) return a->severity < b->severity;
                           const parse::DialplanPlace &x = a->line.priority->place, &y = b->line.priority->place;
                           return std::pair(x.file, x.line) > std::pair(y.file, y.line);
                         });
    const LineFound& told = **worst;
    ConfigFinding& found = about_line(check, told.line, key);
    found.severity = told.severity;
    found.fix = std::string(fix);
    fact(found, "what", printable(told.what, 120));
    const PlanLine& sink = told.sink.priority ? told.sink : told.line;
    fact(found, "app", sink.priority->app);
    fact(found, is_app(sink.priority->app, {"Goto", "GotoIf", "GotoIfTime"}) ? "jump" : "device", "1");
    if (!told.nature.empty()) fact(found, told.nature, "1");
    if (told.sink.priority) found.trail.push_back(source_line(check.estate(), *sink.context, *sink.extension, *sink.priority));
    if (group.size() > 1) fact(found, "more", std::to_string(group.size() - 1));
    for (const LineFound* other : group)
      if (other != &told && found.trail.size() < kTrailMax)
        found.trail.push_back(source_line(check.estate(), *other->line.context, *other->line.extension,
                                          check.survey().outline.written(*other->line.priority)));
  }
}

void for_lines(const Check& check, const std::function<void(const CallersWords::Here&)>& look) {
  check.survey().words.for_lines(look);
}

bool calls_trunk(const Check& check, std::string_view context) {
  return check.survey().reach.reaches_trunk(context) || check.survey().outline.calls_trunk(context);
}

Severity by_reach(const Check& check, const PlanLine& line, Severity outside, Severity inside) {
  return check.survey().outline.from_outside(*line.priority) ? outside : inside;
}

}  // namespace denwaban::audit
