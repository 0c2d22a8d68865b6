// SPDX-License-Identifier: GPL-3.0-or-later
// Applications that decide where the call goes on, and the table of all that are known.
#include <algorithm>

#include "audit/dialplan/arguments.h"
#include "audit/paths/walk_parts.h"

namespace denwaban::audit {

size_t find_plain(std::string_view text, char character) {
  int depth = 0;
  bool quoted = false;
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '"') quoted = !quoted;
    if (c == '{' || c == '[' || c == '(') ++depth;
    if ((c == '}' || c == ']' || c == ')') && depth) --depth;
    if (c == character && depth == 0 && !quoted) return i;
  }
  return std::string_view::npos;
}

std::vector<Value> Walk::Arguments::split(const Value& text) {
  std::vector<Value> parts = text.split(',', true);
  if (parts.size() > 1) return parts;
  return text.split('|', true);
}

void Walk::goto_line(const WalkState& state, const Arguments& arguments) {
  jump_to(state, arguments.parts());
}

Alternatives alternatives_of(std::string_view text) {
  Alternatives ways;
  size_t question = find_plain(text, '?');
  if (question == std::string_view::npos) question = text.find('?');
  ways.condition = text.substr(0, question);
  if (question == std::string_view::npos) return ways;
  std::string_view rest = text.substr(question + 1);
  size_t colon = find_plain(rest, ':');
  ways.yes = trim(rest.substr(0, colon));
  if (colon != std::string_view::npos) ways.no = trim(rest.substr(colon + 1));
  return ways;
}

void Walk::goto_if(const WalkState& state, const Arguments& arguments) {
  const Alternatives ways = alternatives_of(arguments.written);
  Truth truth = truth_of(ways.condition, arguments.scope);
  for (bool way : {true, false}) {
    WalkState next;
    bool open = false;
    branch(state, truth, way, next, open);
    if (!open) continue;
    std::string_view target = way ? ways.yes : ways.no;
    if (target.empty())
      go_on(next);
    else
      jump_to(next, Arguments::split(expand(target, arguments.scope)));
  }
}

void Walk::goto_if_time(const WalkState& state, const Arguments& arguments) {
  const Alternatives ways = alternatives_of(arguments.written);
  for (std::string_view target : {ways.yes, ways.no}) {
    WalkState next = state;
    pass_gate(next, Gate::time, std::string(ways.condition));
    if (target.empty())
      go_on(next);
    else
      jump_to(next, Arguments::split(expand(target, arguments.scope)));
  }
}

void Walk::exec_if(const WalkState& state, const Arguments& arguments) {
  const Alternatives ways = alternatives_of(arguments.written);
  Truth truth;
  if (arguments.app == "execiftime")
    truth.gate_true = truth.gate_false = Gate::time;
  else
    truth = truth_of(ways.condition, arguments.scope);
  for (bool way : {true, false}) {
    WalkState next;
    bool open = false;
    branch(state, truth, way, next, open);
    if (!open) continue;
    std::string_view text = way ? ways.yes : ways.no;
    if (text.empty())
      go_on(next);
    else
      execute_text(next, text, arguments.depth + 1);
  }
}

// "Application(arguments)".
void Walk::execute_text(const WalkState& state, std::string_view text, int depth) {
  size_t parenthesis = text.find('(');
  std::string inside;
  if (parenthesis != std::string_view::npos) {
    size_t end = text.rfind(')');
    if (end == std::string_view::npos || end < parenthesis) end = text.size();
    inside = std::string(text.substr(parenthesis + 1, end - parenthesis - 1));
  }
  std::string_view app = text.substr(0, parenthesis);
  if (app.find('$') == std::string_view::npos) return execute(state, app, inside, depth);
  opaque(state, std::string(text));
  go_on(state);
}

void Walk::run_other(const WalkState& state, const Arguments& arguments) {
  const std::string app = small_letters(trim(std::string_view(arguments.written).substr(0, arguments.written.find('('))));
  if (arguments.app == "tryexec" && app.find('$') == std::string::npos && !has_application(app)) return go_on(state);
  execute_text(state, arguments.written, arguments.depth + 1);
}

void Walk::call_gosub(const WalkState& state, const Value& target) {
  Value place = target;
  std::vector<Value> given;
  if (auto parts = target.cut('(')) {
    place = parts->first;
    // Without its ')' Asterisk complains and goes on with what there is.
    auto inside = parts->second.cut(')', true);
    given = (inside ? inside->first : parts->second).split(',', true);
    if (given.size() == 1 && given[0].empty()) given.clear();
  }
  if (state.frames && frames_[state.frames].depth >= kFramesMax) {
    cut_ = true;
    return go_on(state);
  }
  WalkState next = state;
  next.variables = with_arguments(state, given, true);
  next.frames = frame_of(state, false);
  size_t before = arrivals_;
  jump_to(next, Arguments::split(place));
  if (arrivals_ == before && !place.constant()) go_on(state);
}

void Walk::gosub(const WalkState& state, const Arguments& arguments) { call_gosub(state, arguments.text()); }

void Walk::gosub_if(const WalkState& state, const Arguments& arguments) {
  call_either(state, arguments, &Walk::call_gosub);
}

void Walk::call_either(const WalkState& state, const Arguments& arguments,
                       void (Walk::*call)(const WalkState&, const Value&)) {
  const Alternatives ways = alternatives_of(arguments.written);
  Truth truth = truth_of(ways.condition, arguments.scope);
  for (bool way : {true, false}) {
    WalkState next;
    bool open = false;
    branch(state, truth, way, next, open);
    if (!open) continue;
    std::string_view target = way ? ways.yes : ways.no;
    if (target.empty())
      go_on(next);
    else
      (this->*call)(next, expand(target, arguments.scope));
  }
}

void Walk::call_macro(const WalkState& state, const Value& text) {
  std::vector<Value> parts = Arguments::split(text);
  parts[0] = settled(state, parts[0]);
  if (!parts[0].constant()) {
    opaque(state, "Macro(" + parts[0].shown() + ")", gate_of(parts[0].worst_source()));
    return go_on(state);
  }
  Searched* in = index_.find("macro-" + std::string(trim(parts[0].text())));
  if (!in || (state.frames && frames_[state.frames].depth >= kFramesMax)) {
    cut_ = cut_ || in;
    return go_on(state);
  }
  WalkState next = state;
  next.jumped = true;
  next.variables = with_arguments(state, {parts.begin() + 1, parts.end()}, false);
  if (!state.frames || !frames_[state.frames].is_macro) {
    next.variables = with_variable(next.variables, "MACRO_EXTEN", values_[state.exten], true);
    next.variables = with_variable(next.variables, "MACRO_CONTEXT", Value(state.in->context->name), true);
  }
  next.frames = frame_of(state, true);
  size_t before = arrivals_;
  enter(next, *in, Value(std::string("s")), 1);
  if (arrivals_ == before) go_on(state);
}

void Walk::macro(const WalkState& state, const Arguments& arguments) { call_macro(state, arguments.text()); }

void Walk::macro_if(const WalkState& state, const Arguments& arguments) {
  call_either(state, arguments, &Walk::call_macro);
}

// Where the subroutine goes back to. A line that waits already is not put there again: what comes round to it
// goes on as if it had been called once.
uint32_t Walk::frame_of(const WalkState& state, bool is_macro) {
  uint32_t parent = state.frames;
  for (uint32_t one = state.frames; one; one = frames_[one].parent)
    if (frames_[one].in == state.in && frames_[one].candidate == state.candidate &&
        frames_[one].priority == state.priority->number)
      parent = frames_[one].parent;
  return frames_.name(Frame{parent, state.in, state.candidate, state.priority->number, state.exten,
                            hidden(state.variables), is_macro, parent ? frames_[parent].depth + 1 : 1});
}

// Return() tells nothing, which is a value, too (apps/app_stack.c, return_exec).
void Walk::give_back(const WalkState& state, const Arguments& arguments) {
  Value answer = arguments.text();
  return_from(state, arguments.app == "return" ? &answer : nullptr);
}

void Walk::pop_frame(const WalkState& state, const Arguments&) {
  WalkState next = state;
  if (state.frames) next.frames = frames_[state.frames].parent;
  go_on(next);
}

namespace {

// The partner of a While or EndWhile in the same extension; 0: none.
int partner(const parse::Extension& extension, int from, bool forward) {
  const auto& all = extension.priorities;
  auto at = std::find_if(all.begin(), all.end(), [&](const parse::Priority& p) { return p.number == from; });
  int depth = 0;
  while (at != all.end()) {
    if (is_app(at->app, "While")) depth += forward ? 1 : -1;
    if (is_app(at->app, "EndWhile")) depth += forward ? -1 : 1;
    if (depth == 0) return at->number;
    if (forward) {
      ++at;
    } else {
      if (at == all.begin()) break;
      --at;
    }
  }
  return 0;
}

}  // namespace

void Walk::while_true(const WalkState& state, const Arguments& arguments) {
  Truth truth = truth_of(arguments.written, arguments.scope);
  for (bool way : {true, false}) {
    WalkState next;
    bool open = false;
    branch(state, truth, way, next, open);
    if (!open) continue;
    if (way) {
      go_on(next);
      continue;
    }
    int end = partner(*state.in->candidates[state.candidate].extension, state.priority->number, true);
    if (end) go_to_priority(next, end + 1, true);
  }
}

void Walk::end_while(const WalkState& state, const Arguments&) {
  int start = partner(*state.in->candidates[state.candidate].extension, state.priority->number, false);
  if (start) go_to_priority(state, start, true);
}

void Walk::exit_while(const WalkState& state, const Arguments&) {
  const auto& all = state.in->candidates[state.candidate].extension->priorities;
  for (const parse::Priority& priority : all)
    if (priority.number > state.priority->number && is_app(priority.app, "EndWhile"))
      return go_to_priority(state, priority.number + 1, true);
}

void Walk::random_jump(const WalkState& state, const Arguments& arguments) {
  WalkState next = state;
  pass_gate(next, Gate::random, "Random");
  go_on(next);
  if (auto parts = arguments.text().cut(':')) jump_to(next, Arguments::split(parts->second));
}

void Walk::hang_up(const WalkState&, const Arguments&) {}

void Walk::something_heard(const WalkState& state, const Arguments&) {
  answers_ = true;
  go_on(state);
}

const std::vector<Walk::Row>& Walk::rows() {
  static const std::vector<Row> kRows = [] {
    std::vector<Row> rows = {
        {"goto", &Walk::goto_line},
        {"gotoif", &Walk::goto_if},
        {"gotoiftime", &Walk::goto_if_time},
        {"execif", &Walk::exec_if},
        {"execiftime", &Walk::exec_if},
        {"exec", &Walk::run_other},
        {"tryexec", &Walk::run_other},
        {"gosub", &Walk::gosub},
        {"gosubif", &Walk::gosub_if},
        {"macro", &Walk::macro},
        {"macroexclusive", &Walk::macro},
        {"macroif", &Walk::macro_if},
        {"return", &Walk::give_back},
        {"macroexit", &Walk::give_back},
        {"stackpop", &Walk::pop_frame},
        {"while", &Walk::while_true},
        {"endwhile", &Walk::end_while},
        {"exitwhile", &Walk::exit_while},
        {"continuewhile", &Walk::end_while},
        {"random", &Walk::random_jump},
        {"set", &Walk::set_variable},
        {"setvar", &Walk::set_variable},
        {"setglobalvar", &Walk::set_variable},
        {"mset", &Walk::set_many},
        {"read", &Walk::read_digits},
        {"readexten", &Walk::read_digits},
        {"readfile", &Walk::leave_result},
        {"sipgetheader", &Walk::leave_result},
        {"dbget", &Walk::leave_result},
        {"importvar", &Walk::leave_result},
        {"meetmecount", &Walk::leave_result},
        {"jabberstatus", &Walk::leave_result},
        {"mysql", &Walk::ask_mysql},
        {"hangup", &Walk::hang_up},
        {"busy", &Walk::hang_up},
        {"congestion", &Walk::hang_up},
        {"background", &Walk::background},
        {"backgrounddetect", &Walk::background},
        {"waitexten", &Walk::wait_exten},
        {"disa", &Walk::disa},
        {"authenticate", &Walk::authenticate},
        {"vmauthenticate", &Walk::vm_authenticate},
        {"agi", &Walk::external},
        {"eagi", &Walk::external},
        {"deadagi", &Walk::external},
        {"fastagi", &Walk::external},
        {"stasis", &Walk::external},
        {"externalivr", &Walk::external},
        {"audiosocket", &Walk::something_heard},
        {"trysystem", &Walk::system},
        {"dial", &Walk::dial},
        {"retrydial", &Walk::dial},
        {"page", &Walk::page},
        {"queue", &Walk::queue},
        {"followme", &Walk::follow_me},
        {"originate", &Walk::originate},
        {"voicemail", &Walk::voicemail},
        {"voicemailmain", &Walk::voicemail_main},
        {"playback", &Walk::something_heard},
        {"answer", &Walk::something_heard},
        {"confbridge", &Walk::something_heard},
        {"meetme", &Walk::something_heard},
        {"echo", &Walk::something_heard},
        {"directory", &Walk::something_heard},
        {"chanspy", &Walk::something_heard},
        {"parkedcall", &Walk::something_heard},
        {"park", &Walk::something_heard},
        {"pickup", &Walk::something_heard},
        {"musiconhold", &Walk::something_heard},
        {"saydigits", &Walk::something_heard},
        {"record", &Walk::something_heard},
        {"system", &Walk::system},
    };
    std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.name < b.name; });
    return rows;
  }();
  return kRows;
}

bool Walk::decides(std::string_view app) {
  const auto& all = rows();
  auto row = std::lower_bound(all.begin(), all.end(), app,
                              [](const Row& a, std::string_view b) { return a.name < b; });
  return row != all.end() && row->name == app && row->handler != &Walk::something_heard && row->handler != &Walk::system &&
         row->handler != &Walk::hang_up;
}

}  // namespace denwaban::audit
