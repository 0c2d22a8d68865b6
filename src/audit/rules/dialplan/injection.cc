// SPDX-License-Identifier: GPL-3.0-or-later
// DWB-DP: what callers write and where it must not go.
#include <algorithm>

#include "audit/rules/dialplan/common.h"

namespace denwaban::audit {
namespace {

constexpr std::string_view kFilterFix =
    "; let only what a number has through, before it is used\nexten => _X.,1,Set(NUMBER=${FILTER(0-9*#+,${EXTEN})})\n"
    "same => n,Dial(SIP/trunk/${NUMBER})";

void catch_all_patterns(Check& check) {
  for (const parse::Context& context : check.estate().dialplan.contexts) {
    for (const parse::Extension& extension : context.extensions) {
      if ((extension.name != "_." && extension.name != "_!") || extension.priorities.empty()) continue;
      const parse::Priority& first = extension.priorities.front();
      bool generated = is_generated(check.estate(), first.place);
      if (generated || first.registrar == parse::Registrar::ael) continue;
      ConfigFinding& found = about_line(check, {&context, &extension, &first}, "exten");
      bool trunk = check.survey().outline.calls_trunk(extension);
      found.severity = trunk && check.survey().outline.from_outside(first) ? Severity::high : Severity::medium;
      found.fix = "exten => _X.,1,...\nexten => _[+*#]X.,1,...\nexten => i,1,Hangup()";
      fact(found, "pattern", extension.name);
    }
  }
}

// The arguments in which a device or a target is named.
std::string device_text(const PlanLine& line) {
  const parse::Priority& priority = *line.priority;
  if (is_app(priority.app, {"Dial", "Page", "RetryDial", "Queue", "Originate", "FollowMe", "Transfer"}))
    return priority.arguments;
  std::string text;
  for (const Jump& jump : jumps(priority.app, priority.arguments)) {
    if (is_app(priority.app, {"Macro", "Gosub", "GosubIf", "MacroExclusive"})) continue;
    text += jump.target.context + "," + jump.target.extension + "," + jump.target.priority + ",";
  }
  return text;
}

// Any character gets into what is dialled only through '.' and '!'; a Goto of ${EXTEN} within patterns is how dialplans are
// written.
void dialled_unfiltered(Check& check) {
  std::vector<LineFound> hits;
  for_lines(check, [&](const PlanLine& line, const OutsideVariables& variables) {
    if (!is_wildcard(*line.extension) || is_generated(check.estate(), line.priority->place)) return;
    if (!is_app(line.priority->app, {"Dial", "Page", "RetryDial", "Queue", "Originate", "Goto", "GotoIf", "ExecIf"})) return;
    for (const Inflow& one : inflows(device_text(line), variables)) {
      if (one.cleaned || one.from != Outside::dialled) continue;
      bool jump = !is_app(line.priority->app, {"Dial", "Page", "RetryDial", "Queue", "Originate"});
      hits.push_back({line, jump ? Severity::medium : Severity::high, one.text});
      return;
    }
  });
  tell_by_context(check, hits, "EXTEN", kFilterFix);
}

void strangers_words(Check& check) {
  std::vector<LineFound> hits;
  for_lines(check, [&](const PlanLine& line, const OutsideVariables& variables) {
    bool ael_switch = line.priority->registrar == parse::Registrar::ael && line.priority->arguments.starts_with("sw_");
    if (ael_switch || is_generated(check.estate(), line.priority->place)) return;
    for (const Inflow& one : inflows(device_text(line), variables)) {
      if (one.cleaned || one.from == Outside::dialled || one.from == Outside::digits) continue;
      hits.push_back({line, Severity::high, one.text});
      return;
    }
  });
  tell_by_context(check, hits, "value", "same => n,Set(SAFE=${FILTER(0-9,${CALLERID(num)})})");
}

// What a shell is given: the text, and whether a shell reads it at all.
struct Command {
  std::string text;
  bool shell = true;
};

Command command_of(const PlanLine& line) {
  const parse::Priority& priority = *line.priority;
  if (is_app(priority.app, {"System", "TrySystem"})) return {priority.arguments};
  if (is_app(priority.app, "MixMonitor")) {
    std::vector<std::string> parts = application_arguments(priority.arguments);
    return {std::string(argument(parts, 2))};
  }
  if (is_app(priority.app, {"AGI", "EAGI", "DeadAGI", "FastAGI"}) && !priority.arguments.starts_with("agi:")) {
    std::vector<std::string> parts = application_arguments(priority.arguments);
    std::string text;
    for (size_t i = 0; i < parts.size(); ++i) text += parts[i] + ",";
    return {std::move(text), false};
  }
  if (is_app(priority.app, "Set") && priority.arguments.starts_with("MONITOR_EXEC")) return {priority.arguments};
  for (const Reference& one : references(priority.arguments))
    if (one.kind == Reference::Kind::function && one.name == "SHELL") return {one.arguments};
  return {};
}

bool harms_command(const Inflow& one, const PlanLine& line) {
  if (one.cleaned || one.from == Outside::digits || one.from == Outside::database) return false;
  return one.from != Outside::dialled || is_wildcard(*line.extension);
}

void words_in_commands(Check& check) {
  std::vector<LineFound> hits;
  for_lines(check, [&](const PlanLine& line, const OutsideVariables& variables) {
    Command command = command_of(line);
    if (command.text.empty() || is_generated(check.estate(), line.priority->place)) return;
    for (const Inflow& one : inflows(command.text, variables)) {
      if (!harms_command(one, line)) continue;
      hits.push_back({line, command.shell ? Severity::critical : Severity::high, one.text});
      return;
    }
  });
  tell_by_context(check, hits, "command",
                  "same => n,Set(SAFE=${FILTER(0-9,${CALLERID(num)})})\nsame => n,System(/usr/local/bin/tool ${SAFE})");
}

// Functions that run, write, query or fetch what they are given.
std::string unsafe_text(const PlanLine& line) {
  const parse::Priority& priority = *line.priority;
  if (is_app(priority.app, "MYSQL") && priority.arguments.starts_with("Query")) return priority.arguments;
  static constexpr std::string_view kUnsafe[] = {"EVAL", "FILE", "REALTIME", "REALTIME_STORE", "CURL"};
  for (const Reference& one : references(priority.arguments)) {
    if (one.kind != Reference::Kind::function) continue;
    bool unsafe =
        one.name.starts_with("ODBC_") || std::find(std::begin(kUnsafe), std::end(kUnsafe), one.name) != std::end(kUnsafe);
    if (unsafe) return one.arguments;
  }
  if (!is_app(priority.app, "Set")) return {};
  std::string_view text = priority.arguments;
  for (std::string_view written : {"ENV(", "FILE(", "ODBC_", "REALTIME("})
    if (text.starts_with(written)) return priority.arguments;
  return {};
}

void words_in_functions(Check& check) {
  std::vector<LineFound> hits;
  for_lines(check, [&](const PlanLine& line, const OutsideVariables& variables) {
    std::string text = unsafe_text(line);
    if (text.empty() || is_generated(check.estate(), line.priority->place)) return;
    for (const Inflow& one : inflows(text, variables)) {
      if (!harms_command(one, line)) continue;
      hits.push_back({line, Severity::high, one.text});
      return;
    }
  });
  tell_by_context(check, hits, "function", "same => n,Set(SAFE=${FILTER(0-9,${CALLERID(num)})})");
}

void words_in_globals(Check& check) {
  std::vector<LineFound> hits;
  for_lines(check, [&](const PlanLine& line, const OutsideVariables& variables) {
    const parse::Priority& priority = *line.priority;
    bool global =
        is_app(priority.app, "SetGlobalVar") || (is_app(priority.app, "Set") && priority.arguments.starts_with("GLOBAL("));
    if (!global || is_generated(check.estate(), priority.place)) return;
    size_t equals = priority.arguments.find('=');
    if (equals == std::string::npos) return;
    for (const Inflow& one : inflows(std::string_view(priority.arguments).substr(equals + 1), variables)) {
      if (one.cleaned || one.from == Outside::database) continue;
      hits.push_back({line, Severity::medium, one.text});
      return;
    }
  });
  tell_by_context(check, hits, "GLOBAL",
                  "; keep it in a variable of the call: Set(NAME=...), or in AstDB: Set(DB(family/key)=...)");
}

void originated_numbers(Check& check) {
  std::vector<LineFound> hits;
  for_lines(check, [&](const PlanLine& line, const OutsideVariables& variables) {
    if (!is_app(line.priority->app, "Originate") || is_generated(check.estate(), line.priority->place)) return;
    for (const Inflow& one : inflows(line.priority->arguments, variables)) {
      if (one.cleaned || (one.from == Outside::dialled && !line.extension->is_pattern())) continue;
      hits.push_back({line, by_reach(check, line, Severity::high, Severity::medium), one.text});
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
    {"DWB-DP-029", Severity::high, "", "Asterisk README-SERIOUSLY", words_in_functions},
    {"DWB-DP-036", Severity::medium, "", "Asterisk documentation", words_in_globals},
};

}  // namespace

std::span<const Rule> dialplan_injection_rules() { return kRules; }

}  // namespace denwaban::audit
