// SPDX-License-Identifier: GPL-3.0-or-later
// DWB-DP: lines that Asterisk drops or that nothing reaches, told by the reader of dialplans.
#include <algorithm>
#include <map>
#include <set>

#include "audit/application_names.h"
#include "audit/dialplan/branches.h"
#include "audit/dialplan/samples.h"
#include "audit/rules/dialplan/common.h"
#include "audit/rules/dialplan/slips.h"
#include "parse/dialplan/match.h"

namespace denwaban::audit {
namespace {

constexpr size_t kLinesMax = 60;  // of one finding

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

// A check that is not there lets all through.
bool asks_or_refuses(std::string_view text) {
  constexpr std::string_view kChecks[] = {"GotoIf", "ExecIf", "GosubIf", "Authenticate", "VMAuthenticate", "Hangup"};
  return std::any_of(std::begin(kChecks), std::end(kChecks), [&](std::string_view app) {
    return std::search(text.begin(), text.end(), app.begin(), app.end(),
                       [](char a, char b) { return (a | 0x20) == (b | 0x20); }) != text.end();
  });
}

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

// Priorities that some jump names: Goto(inner,${EXTEN},5).
std::set<std::string> named_priorities(const Check& check) {
  std::set<std::string> all;
  for (const PlanLine& line : check.survey().outline.lines())
    for (const Jump& jump : jumps(line.priority->app, line.priority->arguments))
      if (!jump.target.extension.empty() && jump.target.priority != "1") all.insert(jump.target.priority);
  return all;
}

// Another extension of the context has priority 1 for some number that this one takes.
bool is_begun_by_another(const parse::Dialplan& plan, const DialplanProblem& problem) {
  const parse::Context* context = plan.find(problem.context);
  if (!context) return false;
  return std::any_of(context->extensions.begin(), context->extensions.end(), [&](const parse::Extension& other) {
    if (other.name == problem.extension || !other.find(1)) return false;
    std::string_view pattern = other.name;
    if (pattern.starts_with('_')) pattern.remove_prefix(1);
    return common_number(problem.extension, pattern, 0).has_value();
  });
}

// Nothing at priority 1 does no harm where another pattern has it.
bool is_supplied(const parse::Dialplan& plan, const Names& labelled, const std::set<std::string>& named,
                 const DialplanProblem& problem) {
  if (problem.kind != Kind::no_first_priority) return false;
  if (named.count(std::to_string(problem.priority)) || is_begun_by_another(plan, problem)) return true;
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

// The first priority behind a gap: 1, 2, 4. The call ends at the gap, unless another pattern has what is missing, or a jump leads
// over it. n+101 of Asterisk 1.2 is where applications went by themselves.
const parse::Priority* behind_gap(const parse::Extension& extension) {
  constexpr int kOldJump = 100;
  for (const parse::Priority& one : extension.priorities) {
    if (one.number <= 1 || extension.find(one.number - 1)) continue;
    const parse::Priority* before = nullptr;
    for (const parse::Priority& other : extension.priorities)
      if (other.number < one.number && (!before || other.number > before->number)) before = &other;
    if (!before) continue;
    const bool leads_on = !ends_call(before->app) && before->registrar != parse::Registrar::ael;
    return leads_on && one.number - before->number < kOldJump ? &one : nullptr;
  }
  return nullptr;
}

bool is_bridged(const Check& check, const PlanLine& line) {
  int missing = line.priority->number - 1;
  while (missing > 1 && !line.extension->find(missing - 1)) --missing;
  for (const parse::Context& context : check.estate().dialplan.contexts)
    for (const parse::Extension& other : context.extensions) {
      std::string_view pattern = other.name;
      if (other.is_pattern()) pattern.remove_prefix(1);
      if (other.find(missing) && common_number(line.extension->name, pattern, 0)) return true;
    }
  for (const PlanLine& other : check.survey().outline.lines())
    for (const Jump& jump : jumps(other.priority->app, other.priority->arguments)) {
      const std::string& to = jump.target.priority;
      if (to.find('$') != std::string::npos || to == std::to_string(line.priority->number)) return true;
      for (const parse::Priority& behind : line.extension->priorities)
        if (behind.number >= line.priority->number && !behind.label.empty() && to == behind.label) return true;
    }
  return false;
}

void gaps(Check& check) {
  for (const parse::Context& context : check.estate().dialplan.contexts)
    for (const parse::Extension& extension : context.extensions) {
      const parse::Priority* behind = behind_gap(extension);
      if (!behind || is_generated(check.estate(), behind->place) || is_bridged(check, {&context, &extension, behind})) continue;
      ConfigFinding& found = about_line(check, {&context, &extension, behind}, "priority");
      fact(found, "gap", std::to_string(behind->number - 1));
      found.fix = "; number the lines without a gap, or write n";
    }
}

bool is_no_application(const parse::Priority& line) {
  if (line.number < 1) return false;  // a hint
  std::string name = line.app;
  for (char& c : name) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
  const ApplicationName kind = application_name(name);
  return kind == ApplicationName::no_name || kind == ApplicationName::gone;
}

// Files of Asterisk 1.2 are full of them: one finding, with all its lines.
void no_applications(Check& check) {
  if (check.estate().version().before_1_6()) return;
  ConfigFinding* found = nullptr;
  size_t more = 0;
  for (const parse::Context& context : check.estate().dialplan.contexts)
    for (const parse::Extension& extension : context.extensions)
      for (const parse::Priority& line : extension.priorities) {
        if (!is_no_application(line) || is_generated(check.estate(), line.place)) continue;
        if (found && ++more <= kLinesMax) found->trail.push_back(source_line(check.estate(), context, extension, line));
        if (!found) {
          found = &about_line(check, {&context, &extension, &line}, "application");
          fact(*found, "application", "'" + printable(line.app, 60) + "'");
          found->fix = "exten => " + printable(extension.name) + "," + std::to_string(line.number) + ",Application(arguments)";
        }
        if (asks_or_refuses(line.app)) found->severity = Severity::medium;
      }
  if (more > 0) fact(*found, "more", std::to_string(more));
}

void dropped_lines(Check& check) {
  gaps(check);
  no_applications(check);
  punctuation_slips(check);
  const parse::Dialplan& plan = check.estate().dialplan;
  Names labelled = labelled_extensions(plan);
  add_entered(check, labelled);
  const std::set<std::string> named = named_priorities(check);
  std::set<std::string> told;  // contexts with extensions that begin too late: one is enough
  for (const DialplanProblem& problem : plan.problems) {
    auto reason =
        std::find_if(std::begin(kDropped), std::end(kDropped), [&](const DropReason& r) { return r.kind == problem.kind; });
    if (reason == std::end(kDropped) || is_generated(check.estate(), problem.place)) continue;
    if (is_supplied(plan, labelled, named, problem)) continue;
    bool late = problem.kind == Kind::no_first_priority;
    if (late && !told.insert(problem.context).second) continue;
    ConfigFinding& found = about_problem(check, problem, "priority");
    fact(found, reason->fact, "1");
    if (asks_or_refuses(problem.what)) found.severity = Severity::medium;
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

// A context that stands twice in the files, or an extension, is one mistake with many lines.
void duplicate_lines(Check& check) {
  std::map<std::pair<std::string, std::string>, std::vector<const DialplanProblem*>> groups;  // by context and extension
  for (const DialplanProblem& problem : check.estate().dialplan.problems)
    if (problem.kind == Kind::duplicate_priority && !is_generated(check.estate(), problem.place))
      groups[{problem.context, problem.extension}].push_back(&problem);
  for (const auto& [name, problems] : groups) {
    const DialplanProblem& problem = *problems.front();
    ConfigFinding& found = about_problem(check, problem, "priority");
    fact(found, "number", std::to_string(problem.priority));
    if (problem.other.line > 0) fact(found, "line", std::to_string(problem.other.line));
    const std::vector<std::string>& files = check.estate().dialplan.files;
    if (problem.other.file != problem.place.file && problem.other.file < files.size())
      fact(found, "file", check.estate().sources.shown(files[problem.other.file]));
    if (problems.size() > 1) fact(found, "more", std::to_string(problems.size() - 1));
    for (size_t i = 1; i < problems.size() && i < 60; ++i)
      found.trail.push_back(source_line(check.estate(), problems[i]->place, problem.context, problem_text(*problems[i])));
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
