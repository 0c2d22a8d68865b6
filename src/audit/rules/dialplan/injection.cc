// SPDX-License-Identifier: GPL-3.0-or-later
// DWB-DP: what callers write and where it must not go.
#include <set>

#include "audit/dialplan/call_files.h"
#include "audit/dialplan/caller_ids.h"
#include "audit/dialplan/checked_values.h"
#include "audit/rules/dialplan/common.h"
#include "audit/rules/dialplan/walked.h"

namespace denwaban::audit {
namespace {

constexpr std::string_view kFilterFix =
    "; let only what a number has through, before it is used\nexten => _X.,1,Set(NUMBER=${FILTER(0-9*#+,${EXTEN})})\n"
    "same => n,Dial(SIP/trunk/${NUMBER})";

void catch_all_patterns(Check& check) {
  for (const parse::Context& context : check.estate().dialplan.contexts) {
    for (const parse::Extension& extension : context.extensions) {
      bool all = extension.name.starts_with("_.") || extension.name.starts_with("_!");
      if (!all || extension.priorities.empty()) continue;
      const parse::Priority& first = extension.priorities.front();
      ConfigFinding& found = about_line(check, {&context, &extension, &first}, "exten");
      bool trunk = check.survey().outline.calls_trunk(extension);
      found.severity = trunk && check.survey().outline.from_outside(first) ? Severity::high : Severity::medium;
      found.fix = "exten => _X.,1,...\nexten => _[+*#]X.,1,...\nexten => i,1,Hangup()";
      fact(found, "pattern", extension.name);
    }
  }
}

bool calls_devices(const Doing& doing) { return is_app(doing.app, {"Dial", "Page", "RetryDial", "Queue", "Originate"}); }

// The arguments in which a device or a target is named.
std::string device_text(const Doing& doing) {
  if (calls_devices(doing) || is_app(doing.app, {"FollowMe", "Transfer"})) return doing.arguments;
  if (is_app(doing.app, {"Macro", "Gosub", "GosubIf", "MacroExclusive"})) return {};
  std::string text;
  for (const Jump& jump : jumps(doing.app, doing.arguments))
    text += jump.target.context + "," + jump.target.extension + "," + jump.target.priority + ",";
  return text;
}

// Any character gets into what is dialled only through '.' and '!'; a Goto of ${EXTEN} within patterns is how dialplans are
// written. Where a subroutine calls what it was given, the line with the pattern is the one to mend.
void dialled_unfiltered(Check& check) {
  std::vector<LineFound> hits;
  std::set<const parse::Priority*> told;
  WalkedLines walked(check);
  for_lines(check, [&](const CallersWords::Here& here) {
    bool calls = calls_devices(here.doing);
    if (!calls && !is_app(here.doing.app, {"Goto", "GotoIf"})) return;
    for (const Inflow& one : inflows(device_text(here.doing), here.variables)) {
      bool handed_on = one.from == Outside::dialled_freely && one.origin >= 0;
      const PlanLine& line = handed_on ? check.survey().words.line(one.origin) : here.line;
      if (one.cleaned || (!handed_on && one.from != Outside::dialled) || (handed_on && !calls)) continue;
      if (!is_wildcard(*line.extension) || is_generated(check.estate(), line.priority->place)) continue;
      if (calls && walked.takes_digits_only(here.line)) continue;
      if (!told.insert(line.priority).second) continue;
      LineFound hit{line, calls ? Severity::high : Severity::medium, handed_on ? "${EXTEN}" : one.text};
      if (handed_on) hit.sink = here.line;
      hits.push_back(std::move(hit));
    }
  });
  tell_by_context(check, hits, "EXTEN", kFilterFix);
}

void strangers_words(Check& check) {
  std::vector<LineFound> hits;
  for_lines(check, [&](const CallersWords::Here& here) {
    const PlanLine& line = here.line;
    bool ael_switch = line.priority->registrar == parse::Registrar::ael && line.priority->arguments.starts_with("sw_");
    if (ael_switch || is_generated(check.estate(), line.priority->place)) return;
    for (const Inflow& one : inflows(device_text(here.doing), here.variables)) {
      if (one.cleaned || one.from == Outside::dialled || one.from == Outside::dialled_freely || one.from == Outside::digits)
        continue;
      hits.push_back({line, Severity::high, one.text});
      return;
    }
  });
  tell_by_context(check, hits, "value", "same => n,Set(SAFE=${FILTER(0-9,${CALLERID(num)})})");
}

struct Command {
  std::string text;
  Severity severity;  // critical where a shell reads it
};

void add_recording(const Doing& doing, std::vector<Command>& all) {
  std::vector<std::string> parts = application_arguments(doing.arguments);
  if (is_app(doing.app, "MixMonitor")) {
    all.push_back({std::string(argument(parts, 2)), Severity::critical});
    all.push_back({std::string(argument(parts, 0)), Severity::high});  // a comma in it begins options and command
    all.push_back({std::string(argument(parts, 1)), Severity::high});  // a parenthesis ends r(…), and then a comma does
  }
  if (is_app(doing.app, "Monitor") && argument(parts, 2).find('m') != std::string_view::npos)
    all.push_back({std::string(argument(parts, 1)), Severity::critical});  // res_monitor mixes by a shell
}

// What programs are given.
std::vector<Command> commands_of(const Doing& doing) {
  std::vector<Command> all;
  if (is_app(doing.app, {"System", "TrySystem"})) return {{doing.arguments, Severity::critical}};
  add_recording(doing, all);
  if (is_app(doing.app, {"AGI", "EAGI", "DeadAGI", "FastAGI"}) && !doing.arguments.starts_with("agi:"))
    all.push_back({doing.arguments, Severity::high});
  if (is_app(doing.app, "Set") && doing.arguments.starts_with("MONITOR_EXEC"))
    all.push_back({doing.arguments, Severity::critical});
  for (const Reference& one : references(doing.arguments))
    if (one.kind == Reference::Kind::function && one.name == "SHELL") all.push_back({one.arguments, Severity::critical});
  return all;
}

// ${ARG2} within what MixMonitor splits at commas: Gosub and Macro split their own at them before, so that it has none.
bool is_split_before(const Command& command, const Inflow& one) {
  return command.severity == Severity::high && one.text.starts_with("${ARG") &&
         one.text.find_first_not_of("0123456789}", 5) == std::string::npos;
}

// What ExecIf's own condition lets through: ExecIf($[${REGEX("^[0-9]+$" ${N})}]?System(tool ${N})).
std::string checked_here(const parse::Priority& line) {
  if (!is_app(line.app, "ExecIf")) return {};
  return checked_reference(split_arguments(line.arguments, '?', 2)[0]);
}

// ${CALLERID(num)} where each account that gets there has a number of its own.
bool is_given_number(Check& check, const PlanLine& line, const Inflow& one) {
  return one.from == Outside::caller_id && one.text.starts_with("${CALLERID(num)") &&
         !callers_choose_their_id(check.estate(), check.survey().outline, line);
}

void words_in_commands(Check& check) {
  std::vector<LineFound> hits;
  for_lines(check, [&](const CallersWords::Here& here) {
    bool generated = is_generated(check.estate(), here.line.priority->place);
    if (generated && !is_app(here.doing.app, {"System", "TrySystem"})) return;
    const std::string checked = checked_here(*here.line.priority);
    for (const Command& command : commands_of(here.doing))
      for (const Inflow& one : inflows(command.text, here.variables)) {
        if (!harms_program(one, here.line) || (!checked.empty() && one.text == checked)) continue;
        const bool recording = is_app(here.doing.app, "MixMonitor");
        if (recording && is_split_before(command, one)) continue;
        LineFound hit{here.line, command.severity, one.text};
        const bool given = is_given_number(check, here.line, one);
        if (given) hit.severity = Severity::low;
        hit.nature = given ? "given" : command.severity == Severity::critical ? "shell" : recording ? "recording" : "program";
        hits.push_back(std::move(hit));
        return;
      }
  });
  tell_by_context(check, hits, "command",
                  "same => n,Set(SAFE=${FILTER(0-9,${CALLERID(num)})})\nsame => n,System(/usr/local/bin/tool ${SAFE})");
}

void words_in_globals(Check& check) {
  std::vector<LineFound> hits;
  for_lines(check, [&](const CallersWords::Here& here) {
    const Doing& doing = here.doing;
    bool global = is_app(doing.app, "SetGlobalVar") || (is_app(doing.app, "Set") && doing.arguments.starts_with("GLOBAL("));
    if (!global || is_generated(check.estate(), here.line.priority->place)) return;
    size_t equals = doing.arguments.find('=');
    if (equals == std::string::npos) return;
    for (const Inflow& one : inflows(std::string_view(doing.arguments).substr(equals + 1), here.variables)) {
      if (one.cleaned || one.from == Outside::database) continue;
      hits.push_back({here.line, Severity::medium, one.text});
      return;
    }
  });
  tell_by_context(check, hits, "GLOBAL",
                  "; keep it in a variable of the call: Set(NAME=...), or in AstDB: Set(DB(family/key)=...)");
}

// What a line orders a call with; empty: none.
std::string ordered_call(const Doing& doing) {
  if (is_app(doing.app, "Originate")) return doing.arguments;
  if (is_app(doing.app, {"System", "TrySystem"})) return orders_call(doing.arguments) ? doing.arguments : std::string();
  for (const Reference& one : references(doing.arguments))
    if (one.kind == Reference::Kind::function && one.name == "SHELL" && orders_call(one.arguments)) return one.arguments;
  return {};
}

void originated_numbers(Check& check) {
  std::vector<LineFound> hits;
  for_lines(check, [&](const CallersWords::Here& here) {
    const PlanLine& line = here.line;
    const std::string order = ordered_call(here.doing);
    if (order.empty() || is_generated(check.estate(), line.priority->place)) return;
    for (const Inflow& one : inflows(order, here.variables)) {
      if (one.cleaned || (one.from == Outside::dialled && !line.extension->is_pattern())) continue;
      LineFound hit{line, by_reach(check, line, Severity::high, Severity::medium), one.text};
      hit.nature = is_app(here.doing.app, "Originate") ? "" : "file";
      hits.push_back(std::move(hit));
      return;
    }
  });
  tell_by_context(check, hits, "Originate",
                  "; call only numbers that are looked up: Set(NUMBER=${DB(callback/${CALLERID(num)})})");
}

constexpr Rule kRules[] = {
    {"DWB-DP-001", Severity::medium, "", "Asterisk pbx_config", catch_all_patterns},
    {"DWB-DP-002", Severity::high, "", "Asterisk README-SERIOUSLY, AST-2010-002", dialled_unfiltered},
    {"DWB-DP-003", Severity::high, "", "Asterisk README-SERIOUSLY, AST-2010-002", strangers_words},
    {"DWB-DP-004", Severity::critical, "", "Asterisk README-SERIOUSLY", words_in_commands},
    {"DWB-DP-027", Severity::medium, "", "Asterisk README-SERIOUSLY", originated_numbers},
    {"DWB-DP-036", Severity::medium, "", "Asterisk documentation", words_in_globals},
};

}  // namespace

bool harms_program(const Inflow& one, const PlanLine& line) {
  if (one.cleaned || one.from == Outside::digits || one.from == Outside::database) return false;
  return one.from != Outside::dialled || is_wildcard(*line.extension);
}

std::span<const Rule> dialplan_injection_rules() { return kRules; }

}  // namespace denwaban::audit
