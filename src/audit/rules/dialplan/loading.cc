// SPDX-License-Identifier: GPL-3.0-or-later
// DWB-DP: lines that Asterisk drops or that nothing reaches, told by the reader of dialplans.
#include <algorithm>
#include <map>
#include <set>

#include "audit/dialplan/samples.h"
#include "audit/rules/dialplan/common.h"
#include "parse/dialplan/match.h"

namespace denwaban::audit {
namespace {

using Kind = parse::DialplanProblem::Kind;
using parse::DialplanProblem;

std::string problem_text(const DialplanProblem& problem) {
  std::string text = "exten => " + problem.extension;
  if (problem.priority > 0) text += "," + std::to_string(problem.priority);
  return problem.extension.empty() ? problem.what : text + (problem.what.empty() ? "" : "," + problem.what);
}

ConfigFinding& about_problem(Check& check, const DialplanProblem& problem, std::string_view key) {
  ConfigFinding& found = about_place(check, problem.place, problem.context, problem_text(problem));
  if (!problem.extension.empty()) found.object = printable(problem.extension + "@" + problem.context);
  found.key = std::string(key);
  fact(found, "extension", problem.extension);
  fact(found, "what", printable(problem.what, 120));
  if (problem.other.line > 0) found.trail.push_back(source_line(check.estate(), problem.other, problem.context, ""));
  return found;
}

struct DropReason {
  Kind kind;
  std::string_view fact;  // names the reason in the sentences
};

constexpr DropReason kDropped[] = {
    {Kind::no_first_priority, "first"},        {Kind::dropped_after_hint, "hint"},
    {Kind::duplicate_label, "label"},          {Kind::next_without_previous, "previous"},
    {Kind::same_without_previous, "previous"}, {Kind::same_without_extension, "previous"},
    {Kind::invalid_priority, "priority"},      {Kind::label_unclosed, "unclosed"},
    {Kind::empty_extension, "empty"},          {Kind::unclosed_set, "set"},
};

using Names = std::set<std::pair<std::string_view, std::string_view>>;  // context, extension

// Extensions whose first line has a label: they are there to be jumped into.
Names labelled_extensions(const parse::Dialplan& plan) {
  Names all;
  for (const parse::Context& context : plan.contexts)
    for (const parse::Extension& extension : context.extensions)
      if (!extension.priorities.empty() && !extension.priorities[0].label.empty()) all.emplace(context.name, extension.name);
  return all;
}

// Extensions that some jump enters at another priority than the first.
void add_entered(const Check& check, Names& all) {
  for (const PlanLine& line : check.survey().outline.lines())
    for (const Jump& jump : jumps(line.priority->app, line.priority->arguments)) {
      if (jump.target.extension.empty() || jump.target.priority == "1") continue;
      const parse::Context* context =
          jump.target.context.empty() ? line.context : check.estate().dialplan.find(jump.target.context);
      if (!context) continue;
      auto same = std::find_if(context->extensions.begin(), context->extensions.end(),
                               [&](const parse::Extension& one) { return one.name == jump.target.extension; });
      if (same != context->extensions.end()) all.emplace(context->name, same->name);
    }
}

// Nothing at priority 1 does no harm where another pattern has it.
bool is_supplied(const parse::Dialplan& plan, const Names& labelled, const DialplanProblem& problem) {
  if (problem.kind != Kind::no_first_priority) return false;
  // AEL's cases of a switch begin at 10
  if (problem.extension.starts_with("sw_") || problem.extension.starts_with("_sw_") ||
      labelled.count({problem.context, problem.extension}))
    return true;
  std::vector<std::string> numbers = sample_numbers(problem.extension);
  return !numbers.empty() && parse::find_extension(plan, problem.context, numbers[0], "", 1).priority != nullptr;
}

// "9X." without its underscore is a name that nobody dials.
bool looks_like_pattern(std::string_view name) {
  if (name.starts_with('_') || name.size() < 2 || name.find("${") != std::string_view::npos) return false;
  bool tail = name.ends_with('.') || name.ends_with('!');
  std::string_view body = tail ? name.substr(0, name.size() - 1) : name;
  bool letters = std::all_of(body.begin(), body.end(), [](char c) {
    return (c >= '0' && c <= '9') || c == 'X' || c == 'Z' || c == 'N' || c == '*' || c == '#' || c == '+' || c == '[' ||
           c == ']' || c == '-';
  });
  return letters && (tail || body.find_first_of("XZN[") != std::string_view::npos);
}

void dropped_lines(Check& check) {
  const parse::Dialplan& plan = check.estate().dialplan;
  Names labelled = labelled_extensions(plan);
  add_entered(check, labelled);
  std::set<std::string> told;  // contexts with extensions that begin too late: one is enough
  for (const DialplanProblem& problem : plan.problems) {
    auto reason =
        std::find_if(std::begin(kDropped), std::end(kDropped), [&](const DropReason& r) { return r.kind == problem.kind; });
    if (reason == std::end(kDropped) || is_supplied(plan, labelled, problem) || is_generated(check.estate(), problem.place))
      continue;
    bool late = problem.kind == Kind::no_first_priority;
    if (late && !told.insert(problem.context).second) continue;
    ConfigFinding& found = about_problem(check, problem, "priority");
    fact(found, reason->fact, "1");
    found.fix = "exten => " + printable(problem.extension) + ",1,...\nsame => n,...";
  }
  for (const parse::Context& context : plan.contexts)
    for (const parse::Extension& extension : context.extensions) {
      if (extension.priorities.empty() || !looks_like_pattern(extension.name)) continue;
      ConfigFinding& found = about_line(check, {&context, &extension, &extension.priorities[0]}, "exten");
      fact(found, "literal", "1");
      found.fix = "exten => _" + printable(extension.name) + ",1,...";
    }
}

void duplicate_lines(Check& check) {
  for (const DialplanProblem& problem : check.estate().dialplan.problems) {
    if (problem.kind != Kind::duplicate_priority || is_generated(check.estate(), problem.place)) continue;
    ConfigFinding& found = about_problem(check, problem, "priority");
    fact(found, "number", std::to_string(problem.priority));
    if (problem.other.line > 0) fact(found, "line", std::to_string(problem.other.line));
    found.fix = "; give this line the next free priority, or delete it";
  }
}

void misplaced_lines(Check& check) {
  std::map<std::string, std::vector<const DialplanProblem*>> sections;
  for (const DialplanProblem& problem : check.estate().dialplan.problems)
    if (problem.kind == Kind::extension_in_general || problem.kind == Kind::extension_in_globals)
      sections[problem.kind == Kind::extension_in_general ? "general" : "globals"].push_back(&problem);
  for (const auto& [section, problems] : sections) {
    ConfigFinding& found = about_place(check, problems[0]->place, section, problems[0]->what);
    found.key = "exten";
    fact(found, "count", std::to_string(problems.size()));
    for (size_t i = 1; i < problems.size() && i < 64; ++i)
      found.trail.push_back(source_line(check.estate(), problems[i]->place, section, problems[i]->what));
    found.fix = "[default]\n; the extensions that stand in [" + section + "] now";
  }
}

constexpr Rule kRules[] = {
    {"DWB-DP-019", Severity::low, "", "Asterisk pbx_config", dropped_lines},
    {"DWB-DP-020", Severity::medium, "", "Asterisk main/pbx.c", duplicate_lines},
    {"DWB-DP-037", Severity::medium, "", "Asterisk pbx_config", misplaced_lines},
};

}  // namespace

std::span<const Rule> dialplan_loading_rules() { return kRules; }

}  // namespace denwaban::audit
