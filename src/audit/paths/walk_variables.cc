// SPDX-License-Identifier: GPL-3.0-or-later
// Variables of the channel: what is known of them, who inherits them, what is left of them after a
// subroutine.
#include <algorithm>

#include "audit/dialplan/arguments.h"
#include "audit/paths/relevant_names.h"
#include "audit/paths/walk_parts.h"

namespace denwaban::audit {
namespace {

struct Known {
  std::string_view name;
  Source source;
};

// Variables that Asterisk sets.
constexpr Known kKnown[] = {{"CALLERID", Source::caller_id},
                            {"CALLERIDNUM", Source::caller_id},
                            {"CALLERIDNAME", Source::caller_id},
                            {"CALLERANI", Source::caller_id},
                            {"CALLINGPRES", Source::caller_id},
                            {"SIPCALLID", Source::caller_id},
                            {"SIPDOMAIN", Source::caller_id},
                            {"SIPURI", Source::caller_id},
                            {"SIPUSERAGENT", Source::caller_id},
                            {"BLINDTRANSFER", Source::outcome},
                            {"CHANNEL", Source::outcome},
                            {"UNIQUEID", Source::outcome},
                            {"EPOCH", Source::time},
                            {"DATETIME", Source::time},
                            {"TIMESTAMP", Source::time},
                            {"HANGUPCAUSE", Source::outcome},
                            {"ANSWEREDTIME", Source::outcome},
                            {"DIALEDTIME", Source::outcome},
                            {"DIALEDPEERNAME", Source::outcome},
                            {"DIALEDPEERNUMBER", Source::outcome},
                            {"ENTEREDEXTEN", Source::outcome},
                            {"SYSTEMNAME", Source::outcome},
                            {"LANGUAGE", Source::outcome},
                            {"CDR", Source::outcome},
                            {"ACCOUNTCODE", Source::outcome},
                            {"HINT", Source::outcome},
                            {"ASTETCDIR", Source::outcome},
                            {"ENUM", Source::external},
                            {"CURL", Source::external},
                            {"AVAILCHAN", Source::outcome},
                            {"AVAILORIGCHAN", Source::outcome},
                            {"AUTH_MAILBOX", Source::outcome},
                            {"AUTH_CONTEXT", Source::outcome},
                            {"TALK_DETECTED", Source::outcome},
                            {"PARKINGSLOT", Source::outcome},
                            {"RECORDED_FILE", Source::outcome},
                            {"ODBCROWS", Source::external},
                            {"INVALID_EXTEN", Source::number},
                            {"DNID", Source::number},
                            {"RDNIS", Source::caller_id},
                            {"SIPCALLID", Source::outcome},
                            {"PRIREDIRECTREASON", Source::outcome}};

bool tells_outcome(std::string_view name) {
  return name.ends_with("STATUS") || name.ends_with("RESULT") || name.ends_with("CAUSE");
}

}  // namespace

std::optional<bool> ChannelScope::dialplan_has(std::string_view context, std::string_view exten,
                                               std::string_view priority) const {
  const parse::Dialplan& plan = walk_.index_.plan();
  if (context.empty()) context = state_.in->context->name;
  if (!plan.find(context)) return false;
  if (exten.empty()) return true;
  int wanted = 1;
  if (!priority.empty() && priority != "1") return std::nullopt;
  return static_cast<bool>(parse::find_extension(plan, context, exten, "", wanted));
}

std::optional<Outcomes> ChannelScope::dialplan_takes(std::string_view context, const Value& exten,
                                                     std::string_view priority) const {
  const auto edit = exten.edit();
  NumberSets& sets = walk_.sets_;
  if (!exten.only_input() || !edit || (!priority.empty() && priority != "1")) return std::nullopt;
  Searched* in = context.empty() ? state_.in : walk_.index_.find(context);
  if (!in) return Outcomes{sets.none(), sets.everything()};
  for (const parse::SearchStep& step : in->steps)
    if (!step.context || !step.context->switches.empty()) return std::nullopt;
  NumberSet taken = sets.none();
  for (const Part& part : walk_.index_.take_numbers(*in, *edit, sets.everything(), 1)) {
    if (part.gate != Gate::none) return std::nullopt;  // at some times, or for some callers
    taken = sets.unite(taken, part.numbers);
  }
  return Outcomes{taken, sets.subtract(sets.everything(), taken)};
}

Value Walk::variable(const WalkState& state, std::string_view name) const {
  while (name.starts_with('_')) name.remove_prefix(1);
  if (name == "EXTEN") return values_[state.exten];
  if (name == "CONTEXT") return Value(state.in->context->name);
  if (name == "PRIORITY") return Value(std::to_string(state.priority->number));
  // How deep it is does not count: whoever asks wants to know whether it goes round in circles.
  if (name == "MACRO_DEPTH" && state.frames && frames_[state.frames].is_macro) return Value(std::string("1"));
  uint32_t id = names_.find(std::string(name));
  if (id) {
    const auto& variables = sets_of_variables_[state.variables];
    auto found = std::lower_bound(variables.begin(), variables.end(), id,
                                  [](const Variable& a, uint32_t b) { return a.name < b; });
    if (found != variables.end() && found->name == id) return values_[found->value];
  }
  if (index_.assigned_as_global(name))
    return Value::unknown(Source::external, "${" + std::string(name) + "}");
  if (const parse::GlobalVariable* global = index_.plan().global(name)) {
    if (!global->complete || global->value.find("${") != std::string::npos)
      return Value::unknown(Source::external, "${" + std::string(name) + "}");
    return Value(global->value);
  }
  for (const Known& known : kKnown)
    if (known.name == name) return Value::unknown(known.source, "${" + std::string(name) + "}");
  if (tells_outcome(name)) return Value::unknown(Source::outcome, "${" + std::string(name) + "}");
  if (is_kept_text(name)) return {};
  if (state.programmed) return Value::unknown(Source::external, "${" + std::string(name) + "}");
  return {};
}

uint32_t Walk::with_variable(uint32_t variables, std::string_view name, const Value& value, bool local) {
  uint8_t inherit = 0;
  while (name.starts_with('_') && inherit < 2) {
    name.remove_prefix(1);
    ++inherit;
  }
  if (name.empty() || !index_.is_relevant(name)) return variables;
  std::vector<Variable> all = sets_of_variables_[variables];
  Variable one{names_.name(std::string(name)), values_.name(value), inherit, local};
  auto at = std::lower_bound(all.begin(), all.end(), one.name,
                             [](const Variable& a, uint32_t b) { return a.name < b; });
  if (at != all.end() && at->name == one.name) {
    one.local = one.local || at->local;
    *at = one;
  } else if (all.size() < 500) {
    all.insert(at, one);
  }
  return sets_of_variables_.name(all);
}

uint32_t Walk::inherited(uint32_t variables) {
  std::vector<Variable> all;
  for (Variable variable : sets_of_variables_[variables]) {
    if (!variable.inherit) continue;
    if (variable.inherit == 1) variable.inherit = 0;
    variable.local = false;
    all.push_back(variable);
  }
  return sets_of_variables_.name(all);
}

// A subroutine's own variables end with it, and those that it hid come back.
uint32_t Walk::after_return(uint32_t callee, uint32_t caller) {
  std::vector<Variable> all;
  for (const Variable& variable : sets_of_variables_[callee])
    if (!variable.local) all.push_back(variable);
  for (const Variable& variable : sets_of_variables_[caller]) {
    if (!variable.local) continue;
    auto at = std::lower_bound(all.begin(), all.end(), variable.name,
                               [](const Variable& a, uint32_t b) { return a.name < b; });
    if (at != all.end() && at->name == variable.name)
      *at = variable;
    else
      all.insert(at, variable);
  }
  return sets_of_variables_.name(all);
}

uint32_t Walk::hidden(uint32_t variables) {
  std::vector<Variable> all;
  for (const Variable& variable : sets_of_variables_[variables])
    if (variable.local) all.push_back(variable);
  return sets_of_variables_.name(all);
}

// ARG1 … of a subroutine. Those that the caller had are hidden.
uint32_t Walk::with_arguments(const WalkState& state, const std::vector<Value>& arguments, bool of_gosub) {
  std::vector<Variable> all;
  // A subroutine hides the arguments of the one that called it, not those of a macro (apps/app_stack.c).
  bool keeps = of_gosub && state.frames && frames_[state.frames].is_macro;
  for (const Variable& variable : sets_of_variables_[state.variables])
    if (keeps || !names_[variable.name].starts_with("ARG")) all.push_back(variable);
  uint32_t variables = sets_of_variables_.name(all);
  for (size_t i = 0; i < arguments.size() && i < 64; ++i)
    variables = with_variable(variables, "ARG" + std::to_string(i + 1), arguments[i], true);
  return with_variable(variables, "ARGC", Value(std::to_string(arguments.size())), true);
}

// What one assignment leaves in `next`. `name` as it is written: "x", "LOCAL(x)", "ARRAY(a,b)", "CALLERID(num)".
void Walk::assign(const WalkState& state, WalkState& next, std::string name, const Value& value, bool is_global) {
  auto inside = [&](std::string_view function) {
    if (!name.starts_with(function) || !name.ends_with(")")) return false;
    name = name.substr(function.size(), name.size() - function.size() - 1);
    return true;
  };
  const bool local = inside("LOCAL(") && !is_global;
  const bool plain = inside("GLOBAL(") || name.find('(') == std::string::npos || is_kept_text(name);
  if (name == "CALLERID(number)") name = kCallerNumber;
  if (name == "CALLERID(all)" || name == "CALLERID") next.variables = with_variable(next.variables, kCallerNumber, of_caller());
  if (inside("ARRAY(")) {
    std::vector<Value> names = Value(name).split(','), values = value.split(',');
    // One answer of a database may have all of them in it.
    const bool one_answer = values.size() < names.size() && value.has_unknown();
    for (size_t i = 0; i < names.size() && (i < values.size() || one_answer); ++i)
      next.variables = with_variable(next.variables, names[i].trimmed().text(), one_answer ? value : values[i]);
  } else if (inside("PUSH(") || inside("UNSHIFT(")) {
    forget(next, name.substr(0, name.find(',')), std::max(Source::outcome, value.worst_source()));
  } else if (plain) {
    // What a subroutine of Dial's option M or U leaves there sends the caller on.
    const bool sends_on = name == "GOSUB_RESULT" || name == "MACRO_RESULT";
    if (sends_on && value.starts_with("GOTO:")) jump_to(state, value.sliced(5, 0, true).split('^'));
    next.variables = with_variable(next.variables, trim(name), value, local);
  }
}

void Walk::set_variable(const WalkState& state, const Arguments& arguments) {
  WalkState next = state;
  if (auto parts = arguments.text().cut('=')) {
    const Value name = parts->first.trimmed();
    if (name.constant()) assign(state, next, name.text(), parts->second, arguments.app == "setglobalvar");
  }
  go_on(next);
}

// What the caller's number may be where nothing is known of it any more.
Value Walk::of_caller() { return Value::unknown(Source::caller_id, "${CALLERID(num)}"); }

void Walk::set_many(const WalkState& state, const Arguments& arguments) {
  WalkState next = state;
  for (const Value& part : arguments.parts())
    if (auto assignment = part.cut('='); assignment && assignment->first.constant())
      assign(state, next, std::string(trim(assignment->first.text())), assignment->second, false);
  go_on(next);
}

void Walk::read_digits(const WalkState& state, const Arguments& arguments) {
  std::vector<Value> parts = arguments.parts();
  WalkState next = state;
  if (!parts.empty() && parts[0].constant()) {
    Value digits = keyed(next, sets_.of_extension("_[0-9*#]!"), true);
    next.variables = with_variable(next.variables, parts[0].trimmed().text(), digits);
  }
  answers_ = true;
  go_on(next);
}

}  // namespace denwaban::audit
