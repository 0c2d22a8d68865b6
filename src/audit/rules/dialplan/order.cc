// SPDX-License-Identifier: GPL-3.0-or-later
// DWB-DP: which of several patterns takes a number, priority by priority.
#include <algorithm>
#include <map>
#include <set>

#include "audit/dialplan/samples.h"
#include "audit/rules/dialplan/common.h"
#include "parse/dialplan/match.h"

namespace denwaban::audit {
namespace {

constexpr size_t kLookupsMax = 200'000;  // of one rule; each is linear in the contexts in scope

bool never_returns(std::string_view app) {
  return is_app(app,
                {"Hangup", "Busy", "Congestion", "Goto", "Return", "MacroExit", "PBX_HANGUP", "ParkedCall", "AbsoluteTimeout"});
}

// A GotoIf with both branches goes to one of them; what a subroutine does, its own lines say.
bool leaves(const parse::Priority& last) {
  if (never_returns(last.app) || is_app(last.app, {"Gosub", "Macro"})) return true;
  if (!is_app(last.app, {"GotoIf", "GotoIfTime"})) return false;
  return jumps(last.app, last.arguments).size() > 1;
}

// Says what it has to say and ends: nobody is called.
bool denies(const parse::Extension& extension) {
  for (const parse::Priority& priority : extension.priorities) {
    if (is_app(priority.app, {"Hangup", "Busy", "Congestion"})) return true;
    if (!is_app(priority.app, {"NoOp", "Playback", "Answer", "Wait", "Verbose", "Log", "Progress", "Playtones", "Zapateller",
                               "Set", "SayAlpha", "SayDigits", "Ringing"}))
      return false;
  }
  return false;
}

// Only says something, without an end: what a refusal looks like whose Hangup was forgotten.
bool only_speaks(const parse::Extension& extension) {
  return std::all_of(extension.priorities.begin(), extension.priorities.end(),
                     [](const parse::Priority& p) {
                       return is_app(p.app, {"NoOp", "Playback", "Answer", "Wait", "Verbose", "Log", "Progress", "Playtones",
                                             "SayDigits", "Ringing"});
                     }) &&
         std::any_of(extension.priorities.begin(), extension.priorities.end(), [](const parse::Priority& p) {
           return is_app(p.app, {"Playback", "Playtones"});
         });
}

bool is_special(std::string_view name) {
  return name.size() == 1 && std::string_view("shitTeao").find(name[0]) != std::string_view::npos;
}

// From there on the caller is another one, and a pattern for callers takes the call anew.
bool renames_caller(const parse::Extension& extension) {
  return std::any_of(extension.priorities.begin(), extension.priorities.end(), [](const parse::Priority& p) {
    return is_app(p.app, {"Set", "SetCallerID"}) && (p.arguments.starts_with("CALLERID") || p.app.size() > 3);
  });
}

// Its last line neither ends nor leaves the call.
bool may_bleed(const Check& check, const parse::Extension& extension) {
  if (extension.priorities.empty() || is_special(extension.name) || !extension.find(1)) return false;
  const parse::Priority& last = extension.priorities.back();
  return !leaves(last) && !is_generated(check.estate(), last.place) && !(extension.match_cid && renames_caller(extension));
}

// Where a call that came to the extension from `scope`, which has it or includes it, goes on behind its last line.
parse::ExtensionMatch bleeds_into(const parse::Dialplan& plan, std::string_view scope, const parse::Extension& extension) {
  int last = extension.priorities.back().number;
  for (const std::string& number : sample_numbers(extension.name)) {
    auto at = [&](int priority) { return parse::find_extension(plan, scope, number, extension.cid, priority); };
    if (at(last).extension != &extension || at(1).extension != &extension) continue;
    parse::ExtensionMatch next = at(last + 1);
    if (next.priority && next.extension != &extension) return next;
  }
  return {};
}

// Between contexts that are included together, a trunk that the extension itself does not call is what matters.
bool gets_out(const Check& check, const parse::Extension& extension, const parse::ExtensionMatch& next) {
  const Outline& outline = check.survey().outline;
  return outline.calls_trunk(*next.extension) && !outline.calls_trunk(extension);
}

void tell_bleed(Check& check, const PlanLine& last, const parse::ExtensionMatch& next) {
  ConfigFinding& found = about_line(check, last, "priority");
  bool crosses = only_speaks(*last.extension) && check.survey().outline.calls_trunk(*next.extension);
  if (crosses) found.severity = Severity::high;
  fact(found, "next", next.extension->name + "," + std::to_string(next.priority->number));
  fact(found, "next_context", next.context->name);
  found.trail = {source_line(check.estate(), *next.context, *next.extension, *next.priority)};
  found.fix = "same => n,Hangup()";
}

// The lines end where another pattern that takes the same number goes on, of the same context or of one that is included with it.
void priority_bleed(Check& check) {
  const parse::Dialplan& plan = check.estate().dialplan;
  if (plan.extenpatternmatchnew) return;
  size_t lookups = 0;
  std::set<const parse::Extension*> told;
  for (const parse::Context& scope : plan.contexts) {
    for (const parse::SearchStep& step : parse::search_order(plan, scope.name)) {
      if (!step.context) continue;
      for (const parse::Extension& extension : step.context->extensions) {
        if (!may_bleed(check, extension) || told.count(&extension) || ++lookups > kLookupsMax) continue;
        parse::ExtensionMatch next = bleeds_into(plan, scope.name, extension);
        if (!next.priority || (next.context != step.context && !gets_out(check, extension, next))) continue;
        told.insert(&extension);
        tell_bleed(check, {step.context, &extension, &extension.priorities.back()}, next);
      }
    }
  }
}

// A refusal that no number comes to, since what lets through is asked first.
void deny_too_late(Check& check) {
  const parse::Dialplan& plan = check.estate().dialplan;
  std::set<const parse::Extension*> told;
  size_t lookups = 0;
  for (const parse::Context& scope : plan.contexts) {
    for (const parse::SearchStep& step : parse::search_order(plan, scope.name)) {
      if (!step.context) continue;
      for (const parse::Extension& extension : step.context->extensions) {
        if (extension.priorities.empty() || is_special(extension.name) || !denies(extension) || told.count(&extension))
          continue;
        if (is_generated(check.estate(), extension.priorities[0].place) || lookups > kLookupsMax) continue;
        parse::ExtensionMatch first;
        bool always = true;
        std::vector<std::string> numbers = sample_numbers(extension.name);
        for (const std::string& number : numbers) {
          ++lookups;
          first = parse::find_extension(plan, scope.name, number, extension.cid, 1);
          always = always && first.extension && first.extension != &extension &&
                   check.survey().outline.calls_trunk(*first.extension);
        }
        if (!always || numbers.empty()) continue;
        told.insert(&extension);
        ConfigFinding& found = about_line(check, {step.context, &extension, &extension.priorities[0]}, "exten");
        fact(found, "scope", scope.name);
        fact(found, "first", first.extension->name);
        found.trail = {source_line(check.estate(), *first.context, *first.extension, *first.priority)};
        found.fix = "; in [" + printable(first.context->name) + "], where " + printable(first.extension->name) +
                    " stands\nexten => " + printable(extension.name) + ",1,Hangup(21)";
      }
    }
  }
}

constexpr Rule kRules[] = {
    {"DWB-DP-018", Severity::low, "", "Asterisk main/pbx.c", priority_bleed},
    {"DWB-DP-021", Severity::high, "", "Asterisk main/pbx.c", deny_too_late},
};

}  // namespace

std::span<const Rule> dialplan_order_rules() { return kRules; }

}  // namespace denwaban::audit
