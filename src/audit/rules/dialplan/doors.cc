// SPDX-License-Identifier: GPL-3.0-or-later
// DWB-DP: what somebody from outside gets to.
#include <algorithm>
#include <deque>
#include <map>
#include <set>

#include "audit/dialplan/live_contexts.h"
#include "audit/rules/dialplan/common.h"
#include "parse/dialplan/match.h"

namespace denwaban::audit {
namespace {

using Lines = std::map<std::pair<std::string, int>, bool>;  // file, line; whether a caller chooses the number there

// The lines that calls to a trunk pass which nobody gave a password for: an earlier extension may catch what an include offers.
Lines lines_of_open_paths(const Check& check) {
  Lines all;
  for (const TollPath& path : check.survey().paths) {
    if (path.entry.authenticated || path.trunk.empty() || path.verdict == Verdict::not_reachable) continue;
    const bool fixed = std::find(path.classes.begin(), path.classes.end(), "fixed") != path.classes.end();
    for (const SourceLine& step : path.steps) all[{step.file, step.line}] |= !fixed;
  }
  return all;
}

bool is_on(const Check& check, const Lines& lines, const PlanLine& line) {
  SourceLine place = source_line(check.estate(), *line.context, *line.extension, *line.priority);
  return lines.count({place.file, place.line}) > 0;
}

bool is_number_chosen(const Check& check, const Lines& lines, const PlanLine& line) {
  SourceLine place = source_line(check.estate(), *line.context, *line.extension, *line.priority);
  auto found = lines.find({place.file, place.line});
  return found != lines.end() && found->second;
}

// The line of a context that calls a trunk and that callers from outside get to without a password; of several the first, but
// for those with a number that is always the same.
const PlanLine* open_trunk_line(const Check& check, const parse::Context& context, const Lines& open,
                                const std::map<const parse::Context*, std::vector<const PlanLine*>>& trunk_lines) {
  auto found = trunk_lines.find(&context);
  if (found == trunk_lines.end()) return nullptr;
  const PlanLine* first = nullptr;
  for (const PlanLine* line : found->second) {
    if (!check.survey().outline.from_outside(*line->priority) || !is_on(check, open, *line)) continue;
    if (is_number_chosen(check, open, *line)) return line;
    if (!first) first = line;
  }
  return first;
}

struct IncludeWay {
  const parse::Context* context;
  const parse::Context* including;
  const parse::ContextInclude* include;
  size_t parent;
};

// From each open door: the include that leads, directly or through others, to a context that calls a trunk.
void open_includes(Check& check) {
  const parse::Dialplan& plan = check.estate().dialplan;
  std::map<const parse::Context*, std::vector<const PlanLine*>> trunk_lines;
  for (const PlanLine& line : check.survey().outline.acts())
    if (!outside_leg(check.estate(), line.priority->app, line.priority->arguments).empty() ||
        (check.estate().freepbx && line.priority->arguments.starts_with("dialout-")))
      trunk_lines[line.context].push_back(&line);
  const Lines open = lines_of_open_paths(check);
  std::set<const parse::ContextInclude*> told;
  for (const OpenDoor& door : check.survey().outline.doors()) {
    const parse::Context* first = plan.find(door.context);
    if (!first) continue;
    std::vector<IncludeWay> ways{{first, nullptr, nullptr, 0}};
    std::set<const parse::Context*> seen{first};
    for (size_t at = 0; at < ways.size(); ++at) {
      const PlanLine* line = at ? open_trunk_line(check, *ways[at].context, open, trunk_lines) : nullptr;
      if (line && told.insert(ways[at].include).second) {
        std::vector<SourceLine> hops;
        size_t top = at;
        for (size_t i = at; i != 0 && hops.size() < 60; top = i, i = ways[i].parent)
          hops.push_back(source_line(check.estate(), *ways[i].including, *ways[i].include));
        ConfigFinding& found = about_include(check, *ways[top].including, *ways[top].include);
        if (!is_number_chosen(check, open, *line)) found.severity = Severity::medium;  // always the same one
        found.trail.push_back(door.place);
        found.trail.insert(found.trail.end(), hops.rbegin(), hops.rend());
        found.trail.push_back(source_line(check.estate(), *line->context, *line->extension, *line->priority));
        fact(found, "trunk",
             printable(without_secrets("Dial", outside_leg(check.estate(), line->priority->app, line->priority->arguments))));
        fact(found, "outbound", ways[at].context->name);
        found.fix = "; remove from [" + printable(door.context) + "]: include => " + printable(ways[top].include->context);
      }
      for (const parse::ContextInclude& include : ways[at].context->includes) {
        const parse::Context* next = plan.find(include.context);
        if (next && seen.insert(next).second) ways.push_back({next, ways[at].context, &include, at});
      }
    }
  }
}

// Everybody's accounts were read, so that who gets to a line is known.
bool knows_all_callers(const Estate& estate) {
  if (!LiveContexts(estate).known()) return false;
  auto missing = [](const parse::ConfigProblem& p) { return p.kind == parse::ConfigProblem::Kind::missing_include; };
  for (std::string_view name : estate.sources.names()) {
    const std::vector<parse::ConfigProblem>& problems = estate.sources.file(name)->problems;
    if (std::any_of(problems.begin(), problems.end(), missing)) return false;
  }
  return true;
}

// Where dialling further needs no password. Telephones that are asked for theirs get a second way past every other rule by it.
void disa_without_password(Check& check) {
  const Severity inside = knows_all_callers(check.estate()) ? Severity::low : Severity::high;
  for (const PlanLine& line : check.survey().outline.acts()) {
    if (!is_app(line.priority->app, "DISA")) continue;
    std::vector<std::string> parts = application_arguments(line.priority->arguments);
    if (argument(parts, 0) != "no-password" || is_generated(check.estate(), line.priority->place)) continue;
    bool gated =
        std::any_of(line.extension->priorities.begin(), line.extension->priorities.end(), [&](const parse::Priority& p) {
          return p.number < line.priority->number && is_app(p.app, {"Authenticate", "VMAuthenticate"});
        });
    if (gated) continue;
    ConfigFinding& found = about_line(check, line, "DISA");
    found.severity = by_reach(check, line, Severity::critical, inside);
    std::string_view target = argument(parts, 1);
    fact(found, "target", target.empty() ? "disa" : target);
    found.fix = "same => n,Authenticate(/etc/asterisk/disa.pins,,8)\nsame => n,DISA(no-password," +
                printable(target.empty() ? "disa" : target) + ")";
  }
}

void listening_in(Check& check) {
  std::vector<LineFound> hits;
  for (const PlanLine& line : check.survey().outline.acts())
    if (!is_generated(check.estate(), line.priority->place) &&
        is_app(line.priority->app, {"ChanSpy", "ExtenSpy", "Pickup", "PickupChan", "Bridge", "SoftHangup"}) &&
        check.survey().outline.from_outside(*line.priority))
      hits.push_back({line, Severity::high, line.priority->app});
  tell_by_context(check, hits, "app", "same => n,Authenticate(/etc/asterisk/supervisors.pins)");
}

void switches_from_outside(Check& check) {
  for (const parse::Context& context : check.estate().dialplan.contexts) {
    if (!check.survey().outline.is_open_from_outside(context.name)) continue;
    for (const parse::ContextSwitch& one : context.switches) {
      ConfigFinding& found =
          about_place(check, one.place, context.name, "switch => " + one.name + "/" + without_secrets("Dial", one.data));
      found.key = "switch";
      fact(found, "name", one.name);
      found.fix = "; move the switch to a context that only authenticated telephones use";
    }
  }
}

void messages_from_outside(Check& check) {
  std::vector<LineFound> hits;
  for (const PlanLine& line : check.survey().outline.acts())
    if (is_app(line.priority->app, "MessageSend") && check.survey().outline.from_outside(*line.priority))
      hits.push_back({line, Severity::low, line.priority->app});
  tell_by_context(check, hits, "app", "; take messages in a context of their own, with a destination that is fixed");
}

// i and t catch what nothing else takes: a mistyped digit must not become a call.
void fallback_to_trunk(Check& check) {
  for (const parse::Context& context : check.estate().dialplan.contexts) {
    for (const parse::Extension& extension : context.extensions) {
      if (extension.name != "i" && extension.name != "t") continue;
      for (const parse::Priority& priority : extension.priorities) {
        const bool is_dead = check.survey().outline.is_dead(priority);
        if (is_dead || outside_leg(check.estate(), priority.app, priority.arguments).empty()) continue;
        about_line(check, {&context, &extension, &priority}, "Dial").fix =
            "exten => " + extension.name + ",1,Playback(invalid)\nsame => n,Hangup()";
        break;
      }
    }
  }
  const parse::Dialplan& plan = check.estate().dialplan;
  if (plan.autofallthrough) return;
  for (const parse::Context& context : plan.contexts) {
    if (!check.survey().outline.is_open_from_outside(context.name) || !calls_trunk(check, context.name)) continue;
    ConfigFinding& found = about_place(check, context.place, context.name, "[" + context.name + "]");
    found.key = "autofallthrough";
    fact(found, "autofallthrough", "no");
    found.fix = "[general]\nautofallthrough=yes";
  }
}

// A part of the day is no lock.
void timed_trunks(Check& check) {
  const Estate& estate = check.estate();
  for (const parse::Context& context : estate.dialplan.contexts)
    for (const parse::ContextInclude& include : context.includes) {
      if (include.timing.empty() || !calls_trunk(check, include.context)) continue;
      ConfigFinding& found = about_include(check, context, include);
      fact(found, "times", include.timing);
      found.fix = "; outside these times nothing is protected: ask for a PIN as well";
    }
  for (const PlanLine& line : check.survey().outline.acts()) {
    if (!is_app(line.priority->app, "GotoIfTime")) continue;
    for (const Jump& jump : jumps(line.priority->app, line.priority->arguments)) {
      if (jump.target.context.empty() || jump.target.context == line.context->name || !calls_trunk(check, jump.target.context))
        continue;
      ConfigFinding& found = about_line(check, line, "GotoIfTime");
      fact(found, "included", jump.target.context);
      found.fix = "; outside these times nothing is protected: ask for a PIN as well";
      break;
    }
  }
}

constexpr Rule kRules[] = {
    {"DWB-DP-005", Severity::critical, "", "Sinologic SIPCheck", open_includes},
    {"DWB-DP-007", Severity::critical, "app_disa", "Asterisk DISA documentation", disa_without_password},
    {"DWB-DP-022", Severity::info, "", "Asterisk documentation", timed_trunks},
    {"DWB-DP-025", Severity::high, "", "Asterisk documentation", listening_in},
    {"DWB-DP-028", Severity::medium, "", "Asterisk documentation", switches_from_outside},
    {"DWB-DP-032", Severity::low, "", "Asterisk documentation", messages_from_outside},
    {"DWB-DP-033", Severity::medium, "", "Asterisk documentation", fallback_to_trunk},
};

}  // namespace

std::span<const Rule> dialplan_door_rules() { return kRules; }

}  // namespace denwaban::audit
