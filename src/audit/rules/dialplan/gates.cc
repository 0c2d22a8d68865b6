// SPDX-License-Identifier: GPL-3.0-or-later
// DWB-DP: what asks a caller to prove something, and how little.
#include <algorithm>
#include <charconv>
#include <set>

#include "audit/rules/dialplan/common.h"
#include "knowledge/weak_words.h"
#include "parse/dialplan/match.h"

namespace denwaban::audit {
namespace {

using knowledge::PinStrength;

constexpr std::string_view kPinFile =
    "; /etc/asterisk/pins: one long PIN a line, readable by asterisk alone\nsame => "
    "n,Authenticate(/etc/asterisk/pins,,12)";

bool is_constant_pin(std::string_view text) {
  return !text.empty() && text.find("${") == std::string_view::npos && !text.starts_with('/') &&
         text != "no-password";
}

// The PIN as a line has it: Authenticate's and DISA's first argument, with globals put in.
std::string pin_of(const Estate& estate, const PlanLine& line) {
  std::vector<std::string> parts = application_arguments(line.priority->arguments);
  return with_globals(estate, argument(parts, 0));
}

bool is_weak(const std::string& pin) { return knowledge::grade_pin(pin, {}) != PinStrength::ok; }

void weak_pins_of(Check& check, std::string_view app) {
  for (const PlanLine& line : check.survey().outline.acts()) {
    if (!is_app(line.priority->app, app)) continue;
    std::string pin = pin_of(check.estate(), line);
    if (!is_constant_pin(pin) || !is_weak(pin)) continue;
    ConfigFinding& found = about_line(check, line, app);
    fact(found, "digits", std::to_string(pin.size()));
    fact(found, "strength", knowledge::to_string(knowledge::grade_pin(pin, {})));
    found.fix = kPinFile;
  }
}

void weak_disa(Check& check) { weak_pins_of(check, "DISA"); }

bool has_weak_mailbox(const Estate& estate, std::string_view context) {
  return std::any_of(
      estate.voicemail.mailboxes.begin(), estate.voicemail.mailboxes.end(), [&](const Mailbox& box) {
        return box.context == context && knowledge::grade_pin(box.pin, box.number) != PinStrength::ok;
      });
}

void weak_gates(Check& check) {
  weak_pins_of(check, "Authenticate");
  for (const PlanLine& line : check.survey().outline.acts()) {
    if (!is_app(line.priority->app, "VMAuthenticate")) continue;
    std::vector<std::string> parts = application_arguments(line.priority->arguments);
    std::string_view box = argument(parts, 0);
    size_t at = box.find('@');
    std::string_view context = at == std::string_view::npos ? "default" : box.substr(at + 1);
    if (!has_weak_mailbox(check.estate(), context)) continue;
    ConfigFinding& found = about_line(check, line, "VMAuthenticate");
    fact(found, "mailboxes", context);
    found.fix =
        "; give every mailbox of [" + printable(context) + "] in voicemail.conf a PIN of six digits or more";
  }
}

bool is_set_somewhere(const Check& check, std::string_view variable) {
  return check.estate().dialplan.global(variable) || check.survey().outline.sets(variable);
}

// Whether a deny stands where a label or jump of this extension leads: the first lines up to one that ends
// the call.
bool leads_to_deny(const Check& check, const PlanLine& from, const JumpTarget& target) {
  const parse::Extension* extension = from.extension;
  if (!target.extension.empty() || !target.context.empty()) {
    std::string_view context =
        target.context.empty() ? std::string_view(from.context->name) : std::string_view(target.context);
    parse::ExtensionMatch match =
        parse::find_extension(check.estate().dialplan, context, target.extension, "", 1);
    extension = match.extension;
  }
  if (!extension) return false;
  int begin = 0;
  std::from_chars(target.priority.data(), target.priority.data() + target.priority.size(), begin);
  bool found = false;
  size_t looked = 0;
  for (const parse::Priority& priority : extension->priorities) {
    found = found || (begin > 0 ? priority.number == begin : priority.label == target.priority);
    if (!found) continue;
    if (is_app(priority.app, {"Hangup", "Busy", "Congestion"})) return true;
    if (++looked > 4 || !is_app(priority.app, {"NoOp", "Playback", "Answer", "Wait", "Verbose", "Log",
                                               "Progress", "Playtones"}))
      return false;
  }
  return false;
}

// "${X}" without quotes next to a comparison: with X empty the expression is no expression, and counts as
// false.
std::string unquoted_empty(const Check& check, std::string_view condition) {
  for (const Reference& one : references(condition)) {
    if (one.kind == Reference::Kind::expression || one.parent < 0 || one.computed()) continue;
    bool quoted = one.begin > 0 && condition[one.begin - 1] == '"';
    size_t before = condition.find_last_not_of(" [", one.begin ? one.begin - 1 : 0);
    bool first = before != std::string_view::npos && condition[before] == '$';
    size_t behind = condition.find_first_not_of(' ', one.end);
    bool compared =
        behind != std::string_view::npos && (condition[behind] == '=' || condition[behind] == '!');
    if (quoted || !first || !compared) continue;
    bool caller = one.kind == Reference::Kind::function && parse::same_name(one.name, "CALLERID");
    bool unset = one.kind == Reference::Kind::variable && !is_set_somewhere(check, one.name) &&
                 inflows("${" + one.name + "}").empty() && !one.name.starts_with("ARG") &&
                 !one.name.ends_with("STATUS") && one.name != "CHANNEL";
    if (caller || unset) return std::string(condition.substr(one.begin, one.end - one.begin));
  }
  return {};
}

void empty_gates(Check& check) {
  for (const PlanLine& line : check.survey().outline.acts()) {
    if (is_generated(check.estate(), line.priority->place)) continue;
    if (is_app(line.priority->app, "Authenticate")) {
      std::vector<std::string> parts = application_arguments(line.priority->arguments);
      std::vector<Reference> all = references(argument(parts, 0));
      if (all.size() != 1 || all[0].kind != Reference::Kind::variable || parts.size() < 2) continue;
      const parse::GlobalVariable* global = check.estate().dialplan.global(all[0].name);
      if (global ? !trim(global->value).empty() : is_set_somewhere(check, all[0].name)) continue;
      ConfigFinding& found = about_line(check, line, "Authenticate");
      fact(found, "variable", all[0].name);
      found.fix = kPinFile;
    }
    if (!is_app(line.priority->app, "GotoIf")) continue;
    std::vector<std::string> parts = split_arguments(line.priority->arguments, '?', 2);
    std::string empty = unquoted_empty(check, parts[0]);
    std::vector<Jump> all = jumps(line.priority->app, line.priority->arguments);
    if (empty.empty() || all.empty() || parts.size() < 2 || trim(parts[1]).starts_with(':')) continue;
    if (!leads_to_deny(check, line, all[0].target)) continue;
    ConfigFinding& found = about_line(check, line, "GotoIf");
    fact(found, "variable", empty);
    found.fix = "same => n,GotoIf($[\"" + printable(empty) + "\" = \"...\"]?...)";
  }
}

bool is_sensitive(const Check& check, const parse::Extension& extension) {
  if (check.survey().outline.calls_trunk(extension)) return true;
  return std::any_of(extension.priorities.begin(), extension.priorities.end(), [](const parse::Priority& p) {
    return is_app(p.app, {"DISA", "System", "ChanSpy", "ExtenSpy"});
  });
}

bool asks_for_pin(const parse::Extension& extension) {
  return std::any_of(extension.priorities.begin(), extension.priorities.end(), [](const parse::Priority& p) {
    return is_app(p.app, {"Authenticate", "VMAuthenticate"});
  });
}

bool target_is_sensitive(const Check& check, const PlanLine& from, const JumpTarget& target) {
  std::string_view context =
      target.context.empty() ? std::string_view(from.context->name) : std::string_view(target.context);
  if (target.extension.find('$') != std::string::npos) return calls_trunk(check, context);
  parse::ExtensionMatch match =
      parse::find_extension(check.estate().dialplan, context, target.extension, "", 1);
  return match.extension && is_sensitive(check, *match.extension);
}

bool is_sensitive_line(const Check& check, const PlanLine& line) {
  return !outside_leg(check.estate(), line.priority->app, line.priority->arguments).empty() ||
         is_app(line.priority->app, {"DISA", "System", "ChanSpy", "ExtenSpy"});
}

// Whether a call that goes on at that line of its extension gets to one that is sensitive before it ends or
// leaves.
bool leads_to_sensitive(const Check& check, const PlanLine& from,
                        std::vector<parse::Priority>::const_iterator at) {
  for (; at != from.extension->priorities.end(); ++at) {
    PlanLine line{from.context, from.extension, &*at};
    if (is_sensitive_line(check, line)) return true;
    bool ends = is_app(at->app, {"Hangup", "Busy", "Congestion", "Return", "MacroExit"});
    if (is_app(at->app, "Goto")) {
      std::vector<Jump> to = jumps(at->app, at->arguments);
      return !to.empty() && !(to[0].target.context.empty() && to[0].target.extension.empty()) &&
             target_is_sensitive(check, line, to[0].target);
    }
    if (ends) return false;
  }
  return false;
}

bool branch_is_sensitive(const Check& check, const PlanLine& from, const JumpTarget& target) {
  for (const std::string& given : split_arguments(target.arguments))
    for (const DialLeg& leg : dial_legs(with_globals(check.estate(), given)))
      if (leaves_exchange(check.estate(), leg)) return true;
  if (!target.context.empty() || !target.extension.empty()) return target_is_sensitive(check, from, target);
  const std::vector<parse::Priority>& lines = from.extension->priorities;
  int number = 0;
  std::from_chars(target.priority.data(), target.priority.data() + target.priority.size(), number);
  auto at = std::find_if(lines.begin(), lines.end(), [&](const parse::Priority& one) {
    return number > 0 ? one.number == number : one.label == target.priority;
  });
  return leads_to_sensitive(check, from, at);
}

// A gate is where one branch gets to what costs or harms and another does not.
bool branches_differ(const Check& check, const PlanLine& line) {
  const PlanLine written{line.context, line.extension, &check.survey().outline.written(*line.priority)};
  bool some = false, all = true;
  std::vector<Jump> to = jumps(written.priority->app, written.priority->arguments);
  for (const Jump& jump : to) {
    bool sensitive = branch_is_sensitive(check, written, jump.target);
    some = some || sensitive;
    all = all && sensitive;
  }
  if (to.size() < 2) {  // else the next line goes on
    const std::vector<parse::Priority>& lines = written.extension->priorities;
    auto next = std::find_if(lines.begin(), lines.end(), [&](const parse::Priority& one) {
      return one.number > written.priority->number;
    });
    bool sensitive = leads_to_sensitive(check, written, next);
    some = some || sensitive;
    all = all && sensitive;
  }
  return some && !all;
}

// ExecIf(condition?DISA(…))
bool runs_sensitive(const Check& check, const PlanLine& line) {
  std::vector<Doing> all = doings(line.priority->app, line.priority->arguments);
  return std::any_of(all.begin(), all.end(), [&](const Doing& one) {
    return one.conditional && (is_app(one.app, {"DISA", "System", "ChanSpy", "ExtenSpy"}) ||
                               !outside_leg(check.estate(), one.app, one.arguments).empty());
  });
}

// Only whether there is one: that picks nobody out.
bool is_only_missed(const std::vector<Reference>& all, const Reference& one) {
  for (int around = one.parent; around >= 0; around = all[static_cast<size_t>(around)].parent)
    for (std::string_view measure : {"ISNULL", "EXISTS"})
      if (parse::same_name(all[static_cast<size_t>(around)].name, measure)) return true;
  return false;
}

bool asks_caller_id(std::string_view text) {
  std::vector<Reference> all = references(text);
  return std::any_of(all.begin(), all.end(), [&](const Reference& one) {
    if (is_only_missed(all, one) || names_dialled_number(one)) return false;
    return parse::same_name(one.name, "CALLERID") || one.name == "CALLERIDNUM" ||
           (one.kind == Reference::Kind::function && one.name == "DB_EXISTS" &&
            one.arguments.find("CALLERID") != std::string::npos);
  });
}

// The lines on ways to a trunk that nothing but the caller ID keeps.
std::set<std::pair<std::string, int>> lines_behind_caller_id(const Check& check) {
  std::set<std::pair<std::string, int>> all;
  for (const TollPath& path : check.survey().paths)
    if (path.gate == Gate::caller_id && !path.trunk.empty())
      for (const SourceLine& step : path.steps) all.emplace(step.file, step.line);
  return all;
}

void caller_id_as_gate(Check& check) {
  if (check.estate().freepbx)
    return;  // its routes by caller ID choose a trunk among authenticated telephones
  const std::set<std::pair<std::string, int>> behind = lines_behind_caller_id(check);
  for (const PlanLine& line : check.survey().outline.lines()) {
    const parse::Extension& extension = *line.extension;
    if (asks_for_pin(extension)) continue;
    bool by_extension = extension.match_cid && !extension.cid.empty() &&
                        line.priority == &extension.priorities.front() && is_sensitive(check, extension);
    bool by_condition = false;
    if (is_app(line.priority->app, {"GotoIf", "GosubIf", "ExecIf"}) &&
        asks_caller_id(split_arguments(line.priority->arguments, '?', 2)[0])) {
      SourceLine place = source_line(check.estate(), *line.context, extension, *line.priority);
      by_condition = behind.count({place.file, place.line}) > 0 || branches_differ(check, line) ||
                     runs_sensitive(check, line);
    }
    if (!by_extension && !by_condition) continue;
    ConfigFinding& found = about_line(check, line, "CALLERID");
    found.severity = by_reach(check, line, Severity::high, Severity::medium);
    found.fix = "same => n,Authenticate(/etc/asterisk/pins,,12)";
  }
}

constexpr std::string_view kStates[] = {"CF/", "CFU/",     "CFB/",    "CFIM/",  "CFNA/", "DND/",
                                        "CW/", "AMPUSER/", "DEVICE/", "AGENT/", "LOGIN/"};

bool is_state(std::string_view key) {
  return std::any_of(std::begin(kStates), std::end(kStates), [&](std::string_view one) {
    return key.size() > one.size() && parse::same_name(key.substr(0, one.size()), one);
  });
}

// The device that a line logs into or out of a queue, where that is not the caller's own; empty: another
// line.
std::string_view member_of_others(const Doing& doing, const std::vector<std::string>& arguments) {
  if (!is_app(doing.app, {"AddQueueMember", "RemoveQueueMember", "PauseQueueMember", "UnpauseQueueMember"}))
    return {};
  std::string_view device = argument(arguments, 1);
  return device.find("${") == std::string_view::npos ? device : std::string_view();
}

// The key of a Set(DB(key)=value) or DB_DELETE(key) that keeps a telephone's state; empty: another line.
std::string_view state_key(const Doing& doing, std::string_view& value) {
  if (is_app(doing.app, "DBdel"))
    return is_state(doing.arguments) ? std::string_view(doing.arguments) : std::string_view();
  std::string_view text = doing.arguments;
  if (size_t deletes = text.find("${DB_DELETE("); deletes != std::string_view::npos) {
    std::string_view key = text.substr(deletes + 12);
    key = key.substr(0, key.find(')'));
    return is_state(key) ? key : std::string_view();
  }
  if (!is_app(doing.app, "Set") || !text.starts_with("DB(")) return {};
  size_t end = text.find(")=");
  if (end == std::string_view::npos) return {};
  value = text.substr(end + 2);
  std::string_view key = text.substr(3, end - 3);
  return is_state(key) ? key : std::string_view();
}

bool is_typed(const Inflow& one) {
  return one.from == Outside::dialled || one.from == Outside::dialled_freely || one.from == Outside::digits;
}

bool is_forward(std::string_view key) { return key.starts_with("CF") || key.starts_with("cf"); }

bool checks_number(const parse::Extension& extension) {
  return std::any_of(extension.priorities.begin(), extension.priorities.end(), [](const parse::Priority& p) {
    bool decides = is_app(p.app, {"GotoIf", "ExecIf", "GosubIf"});
    return decides &&
           (p.arguments.find("REGEX(") != std::string::npos || p.arguments.find("LEN(") != std::string::npos);
  });
}

void forwards_anywhere(Check& check) {
  std::vector<LineFound> hits;
  for_lines(check, [&](const CallersWords::Here& here) {
    const PlanLine& line = here.line;
    std::string_view value;
    std::string_view key = state_key(here.doing, value);
    if (key.empty() || !is_forward(key) || checks_number(*line.extension)) return;
    std::vector<Inflow> all = inflows(value, here.variables);
    bool typed = std::any_of(all.begin(), all.end(), is_typed);
    if (typed) hits.push_back({line, Severity::high, all[0].text});
  });
  tell_by_context(
      check, hits, "DB(CF)",
      "same => n,GotoIf($[${LEN(${NUMBER})} > 4]?refused)\nsame => n,Set(DB(CF/${CALLERID(num)})=${NUMBER})");
}

void states_of_others(Check& check) {
  std::vector<LineFound> hits;
  for_lines(check, [&](const CallersWords::Here& here) {
    const PlanLine& line = here.line;
    std::string_view value;
    std::string_view key = state_key(here.doing, value);
    if (asks_for_pin(*line.extension) || is_generated(check.estate(), line.priority->place)) return;
    const std::vector<std::string> arguments = application_arguments(here.doing.arguments);
    std::string_view member = member_of_others(here.doing, arguments);
    if (!member.empty()) hits.push_back({line, Severity::medium, std::string(member)});
    if (key.empty()) return;
    std::vector<Inflow> all = inflows(key, here.variables);
    bool typed = std::any_of(all.begin(), all.end(), is_typed);
    if (typed) hits.push_back({line, Severity::medium, all[0].text});
  });
  tell_by_context(check, hits, "DB", "same => n,VMAuthenticate(${CALLERID(num)})");
}

constexpr Rule kRules[] = {
    {"DWB-DP-008", Severity::high, "", "Asterisk DISA documentation", weak_disa},
    {"DWB-DP-009", Severity::medium, "", "Sinologic SIPCheck", weak_gates},
    {"DWB-DP-010", Severity::high, "", "Asterisk app_authenticate", empty_gates},
    {"DWB-DP-017", Severity::high, "", "Asterisk README-SERIOUSLY", caller_id_as_gate},
    {"DWB-DP-023", Severity::high, "", "Asterisk documentation", forwards_anywhere},
    {"DWB-DP-026", Severity::medium, "", "Asterisk documentation", states_of_others},
};

}  // namespace

std::span<const Rule> dialplan_gate_rules() { return kRules; }

}  // namespace denwaban::audit
