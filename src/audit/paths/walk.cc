// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/paths/walk.h"

#include <algorithm>
#include <charconv>

#include "audit/application_names.h"
#include "audit/dialplan/arguments.h"
#include "audit/paths/relevant_names.h"
#include "audit/paths/walk_parts.h"
#include "parse/dialplan/pattern.h"

namespace denwaban::audit {
namespace {

std::optional<int> number(const std::string& text) {
  int value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

// What stands behind the digits of a priority does not count (main/pbx.c, pbx_parseable_goto).
std::optional<int> leading_number(const Value& priority) {
  if (priority.empty() || priority.pieces()[0].kind != Piece::Kind::text) return std::nullopt;
  const std::string& text = priority.pieces()[0].text;
  size_t end = text.find_first_not_of("0123456789");
  if (end == std::string::npos && !priority.constant()) return std::nullopt;
  return number(text.substr(0, end));
}

}  // namespace

std::vector<std::string> class_words(uint16_t classes) {
  static constexpr std::pair<uint16_t, std::string_view> kWords[] = {
      {kIvr, "ivr"},         {kDisa, "disa"},           {kTransfer, "transfer"},
      {kForward, "forward"}, {kVoicemail, "voicemail"}, {kInjection, "injection"},
      {kQueue, "queue"},     {kUndefined, "undefined"}};
  std::vector<std::string> words;
  for (const auto& [bit, word] : kWords)
    if (classes & bit) words.emplace_back(word);
  return words;
}

Walk::Walk(const Estate& estate, PlanIndex& index, NumberSets& sets, const Sinks& sinks, size_t states_max)
    : estate_(estate),
      index_(index),
      sets_(sets),
      sinks_(sinks),
      states_max_(states_max),
      mixed_(values_.name(Value::unknown(Source::outcome, "…"))) {}

void Walk::begin(const Start& start) {
  Searched* in = index_.find(start.context);
  if (!in) return;
  WalkState state;
  state.in = in;
  state.inputs.fill(sets_.none());
  state.inputs[0] = start.numbers;
  for (const auto& [name, value] : start.variables)
    state.variables = with_variable(state.variables, name, Value(value));
  enter(state, *in, start.text ? Value(*start.text) : Value::input(0), 1);
}

void Walk::enter(WalkState state, Searched& in, const Value& exten, int priority) {
  state.in = &in;
  state.exten = values_.name(exten);
  note_includes(in);
  auto take = [&](const Part& part, std::optional<uint8_t> input) {
    if (!takes_caller(state, *in.candidates[part.candidate].extension)) return;
    WalkState next = state;
    next.candidate = part.candidate;
    next.priority = in.candidates[part.candidate].extension->find(priority);
    if (input) next.inputs[*input] = part.numbers;
    raise_gate(next, part.gate);
    push(std::move(next));
  };
  if (exten.constant()) {
    for (const Part& part : index_.take_text(in, exten.text(), priority)) take(part, std::nullopt);
    return;
  }
  auto input = exten.only_input();
  auto edit = exten.edit();
  if (!input || !edit) return;
  std::vector<Part> parts = index_.take_numbers(in, *edit, state.inputs[*input], priority);
  for (const Part& part : parts) take(part, input);
  for (const parse::SearchStep& step : in.steps) {
    if (step.context->switches.empty()) continue;
    const parse::ContextSwitch& asked = step.context->switches[0];
    answers_ = true;
    opaque(state, "switch => " + asked.name);
  }
}

// `exten => 100/5551234`: only for that caller.
bool Walk::takes_caller(const WalkState& state, const parse::Extension& extension) {
  if (!extension.match_cid) return true;
  asks_who_calls_ = true;
  const Value caller = variable(state, kCallerNumber);
  return !caller.constant() || caller.empty() || parse::match_caller(extension.cid, caller.text());
}

// Every priority is looked up anew, so another extension may go on.
void Walk::go_to_priority(const WalkState& state, int priority, bool jumped) {
  Searched& in = *state.in;
  const Value& exten = values_[state.exten];
  WalkState next = state;
  next.jumped = jumped;
  bool any = false;
  auto take = [&](const Part& part, std::optional<uint8_t> input) {
    if (!takes_caller(state, *in.candidates[part.candidate].extension)) return;
    WalkState one = next;
    one.candidate = part.candidate;
    one.priority = in.candidates[part.candidate].extension->find(priority);
    one.jumped = jumped || part.candidate != state.candidate;
    if (input) one.inputs[*input] = part.numbers;
    if (part.candidate != state.candidate) raise_gate(one, part.gate);
    any = true;
    push(std::move(one));
  };
  if (exten.constant()) {
    for (const Part& part : index_.take_text(in, exten.text(), priority)) take(part, std::nullopt);
  } else if (auto input = exten.only_input(); input && exten.edit()) {
    NumberSet left = state.inputs[*input];
    for (const Part& part : index_.keep_numbers(in, state.candidate, *exten.edit(), left, priority)) {
      take(part, input);
      left = sets_.subtract(left, part.numbers);
    }
    if (any && !sets_.empty(left)) {
      WalkState ended = state;
      ended.inputs[*input] = left;
      end_of_extension(ended);
    }
  }
  if (!any) end_of_extension(state);
}

void Walk::go_on(const WalkState& state) { go_to_priority(state, state.priority->number + 1, false); }

void Walk::end_of_extension(const WalkState& state) {
  if (state.frames && frames_[state.frames].is_macro) {
    return_from(state);
    return;
  }
  if (estate_.dialplan.autofallthrough && !state.frames) run_at_hangup(state);
  if (estate_.dialplan.autofallthrough || state.frames) return;
  dialled_later(state, Value(std::string(current_context(state))), sets_.of_extension("_[0-9*#A-D]!"), 0);
}

void Walk::return_from(const WalkState& state, const Value* answer) {
  if (!state.frames) return;
  const Frame frame = frames_[state.frames];
  WalkState next = state;
  next.frames = frame.parent;
  next.in = frame.in;
  next.candidate = frame.candidate;
  next.exten = frame.exten;
  next.variables = after_return(state.variables, frame.variables);
  if (answer) next.variables = with_variable(next.variables, "GOSUB_RETVAL", *answer);
  next.priority = frame.in->candidates[frame.candidate].extension->find(frame.priority);
  if (next.priority) go_to_priority(next, frame.priority + 1, true);
}

int Walk::label(const WalkState& state, Searched& in, const Value& exten, const std::string& label) const {
  auto has = [&](const Candidate& candidate) {
    for (const parse::Priority& priority : candidate.extension->priorities)
      if (priority.label == label) return priority.number;
    return 0;
  };
  if (&in == state.in && exten == values_[state.exten])
    if (int found = has(in.candidates[state.candidate])) return found;
  if (!exten.constant()) {
    auto input = exten.only_input();
    auto edit = exten.edit();
    if (!input || !edit) return 0;
    for (const Candidate& candidate : in.candidates) {
      int found = has(candidate);
      if (found &&
          !sets_.empty(sets_.intersect(state.inputs[*input], sets_.before_edit(*edit, candidate.numbers))))
        return found;
    }
    return 0;
  }
  for (const Candidate& candidate : in.candidates) {
    int found = has(candidate);
    if (found && sets_.contains(candidate.numbers, exten.text())) return found;
  }
  return 0;
}

void Walk::jump_to(const WalkState& state, const std::vector<Value>& target) {
  Value context = Value(state.in->context->name), exten = values_[state.exten];
  if (target.empty()) return;
  if (target.size() >= 3) context = target[0].trimmed();
  if (target.size() >= 2) exten = target[target.size() >= 3 ? 1 : 0].trimmed();
  jump(state, context, exten, target[std::min<size_t>(target.size(), 3) - 1].trimmed());
}

// Where no extension is named, also by a slice of which nothing is left, the call stays at its own.
void Walk::jump(const WalkState& from, const Value& context, const Value& exten, const Value& priority) {
  const Value own = values_[from.exten];
  if (exten.constant()) return arrive(from, context, exten.empty() ? own : exten, priority);
  auto input = exten.only_input();
  auto edit = exten.edit();
  if (!input || !edit) return arrive(from, context, exten, priority);
  NumberSet too_short = sets_.intersect(from.inputs[*input], sets_.before_edit(*edit, sets_.of_text("")));
  WalkState moves = from, stays = from;
  moves.inputs[*input] = sets_.subtract(from.inputs[*input], too_short);
  stays.inputs[*input] = too_short;
  if (!sets_.empty(too_short)) arrive(stays, context, own, priority);
  if (!sets_.empty(moves.inputs[*input])) arrive(moves, context, exten, priority);
}

// Whoever jumps out of a macro's context has left the macro, and those that called it from elsewhere. Arguments and MACRO_EXTEN
// are put back all the same (apps/app_macro.c).
void Walk::leave_macros(WalkState& state, const Searched& to) {
  const Searched* here = state.in;
  while (state.frames && frames_[state.frames].is_macro && here != &to) {
    const Frame& frame = frames_[state.frames];
    state.variables = after_return(state.variables, frame.variables);
    here = frame.in;
    state.frames = frame.parent;
  }
}

void Walk::arrive(const WalkState& from, const Value& named, const Value& exten, const Value& priority) {
  WalkState state = from;
  state.jumped = true;
  const Value context = settled(from, named);
  if (!context.constant()) {
    if (!arrive_in_each(from, context, exten, priority))
      opaque(state, "Goto(" + context.shown() + ")", gate_of(context.worst_source()));
    return;
  }
  Searched* in = index_.find(context.text());
  if (!in) return note_missing(context.text());
  leave_macros(state, *in);
  auto begins = leading_number(priority);
  if (!begins && arrive_at_labels(from, *in, exten, priority)) return;
  if (!begins && !priority.constant())
    return opaque(state, "Goto(" + exten.shown() + "," + priority.shown() + ")", gate_of(priority.worst_source()));
  Value target = exten;
  if (!exten.constant() && (exten.has_unknown() || !exten.edit())) {
    // Somebody else says where it goes: any extension of the context that can have such a name.
    const Gate gate = gate_of(exten.worst_source());
    pass_gate(state, gate, exten.shown());
    const NumberSet names = targets(exten);
    NumberSet& somebodys = state.inputs[kInputsMax - 1];
    const bool spoken_of = inputs_of(state, false) >> (kInputsMax - 1) & 1;
    const std::vector<std::string> words = spoken_of ? few_words(names) : std::vector<std::string>();
    WalkState gated = from;
    pass_gate(gated, gate, exten.shown());
    for (const std::string& word : words) arrive(gated, named, Value(word), priority);
    if (!words.empty()) return;
    // What an earlier jump left there counts no more, but where something still speaks of it.
    somebodys = spoken_of ? sets_.unite(somebodys, names) : names;
    target = Value::input(kInputsMax - 1);
    state.somebodys = exten.worst_source();
  }
  std::string name = priority.text();
  int number_of = 0;
  if (begins) {
    number_of = *begins;
  } else if (name.size() > 1 && (name[0] == '+' || name[0] == '-') && number(name.substr(1))) {
    number_of = state.priority->number + (name[0] == '+' ? 1 : -1) * *number(name.substr(1));
  } else {
    number_of = label(state, *in, target, name);
  }
  if (number_of <= 0) return;
  if (in == state.in && target == values_[state.exten]) return go_to_priority(state, number_of, true);
  size_t before = arrivals_;
  enter(state, *in, target, number_of);
  if (arrivals_ == before && number_of == 1) enter(state, *in, Value(std::string("i")), 1);
}

// Digits that come when the call is up. They are another number than the one that was dialled at the entry.
Value Walk::keyed(WalkState& state, NumberSet numbers, bool stays) {
  uint8_t used = inputs_of(state, stays);
  size_t free = 1;
  while (free < kInputsMax - 1 && used >> free & 1) ++free;
  // Where no place is free, what is there may be either.
  state.inputs[free] = used >> free & 1 ? sets_.unite(state.inputs[free], numbers) : numbers;
  return Value::input(static_cast<uint8_t>(free));
}

void Walk::dialled_later(WalkState state, const Value& context, NumberSet numbers, uint16_t classes) {
  Value dialled = keyed(state, numbers, false);
  state.classes |= classes;
  state.jumped = true;
  if (!context.constant()) return opaque(state, context.shown());
  Searched* in = index_.find(context.text());
  if (!in) return note_missing(context.text());
  enter(state, *in, dialled, 1);
}

void Walk::raise_gate(WalkState& state, Gate gate) {
  if (state.gate == Gate::unknown && gate == Gate::unknown) state.nested = true;
  if (gate < Gate::unknown) state.before = std::max(state.before, gate);
  state.gate = std::max(state.gate, gate);
}

bool Walk::pass_gate(WalkState& state, Gate gate, const std::string& condition) {
  asks_who_calls_ = asks_who_calls_ || gate == Gate::caller_id;
  if (gate > state.gate) state.condition = names_.name(condition);
  raise_gate(state, gate);
  return true;
}

void Walk::branch(const WalkState& state, const Truth& truth, bool way, WalkState& out, bool& open) {
  out = state;
  open = way ? truth.can_be_true : truth.can_be_false;
  if (!open) return;
  if (truth.input && *truth.input < kInputsMax) {
    const auto& set = way ? truth.when_true : truth.when_false;
    if (set) {
      NumberSet& numbers = out.inputs[*truth.input];
      numbers = sets_.intersect(numbers, *set);
      if (sets_.empty(numbers)) open = false;
      if (open) pass_read_pin(state, *truth.input, out);
    }
  }
  bool as_written = way || truth.condition.empty();
  pass_gate(out, way ? truth.gate_true : truth.gate_false,
            as_written ? truth.condition : "!(" + truth.condition + ")");
}

// Where the caller was when a macro was called: what Asterisk calls the macro context, else the context.
std::string Walk::current_context(const WalkState& state) const {
  const Searched* in = state.in;
  for (uint32_t frame = state.frames; frame && frames_[frame].is_macro; frame = frames_[frame].parent)
    in = frames_[frame].in;
  return in->context->name;
}

std::string Walk::transfer_context(const WalkState& state) const {
  Value named = variable(state, "TRANSFER_CONTEXT");
  return named.constant() && !named.empty() ? named.text() : current_context(state);
}

// "SIP/gate-${CALLERID(num)}": which trunk that is depends on who calls.
void Walk::note_caller_named(std::string_view target) {
  asks_who_calls_ = asks_who_calls_ || target.find("CALLERID(num") != std::string_view::npos;
}

void Walk::opaque(const WalkState& state, const std::string& what, Gate gate) {
  const NumberSet dialled = state.inputs[0];
  if (!sets_.empty(dialled) && sets_.is_subset(dialled, sets_.special())) return;  // Asterisk comes here by itself
  note_caller_named(what);
  Hit hit;
  hit.state = current_ - 1;
  hit.opaque = true;
  hit.inputs = state.inputs;
  hit.gate = std::max(state.gate, gate);
  hit.classes = state.classes;
  hit.condition = what;
  if (hits_.size() < 20'000) hits_.push_back(std::move(hit));
}

std::string small_letters(std::string_view text) {
  std::string small(text);
  for (char& c : small)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return small;
}

// "No application 'DISA' for extension": the call ends (main/pbx.c, pbx_extension_helper).
bool Walk::has_application(std::string_view name) const {
  const ApplicationName kind = application_name(name);
  const bool lost = kind == ApplicationName::gone || kind == ApplicationName::no_name;
  return estate_.modules.has_application(name) && (!lost || estate_.version().before_1_6());
}

void Walk::execute(const WalkState& state, std::string_view app, const std::string& text, int depth) {
  const size_t comma = app.find(',');
  if (comma != std::string_view::npos && estate_.version().before_1_6())
    return execute(state, app.substr(0, comma), std::string(app.substr(comma + 1)), depth);
  const std::string name = small_letters(depth > 0 ? trim(app) : app);
  if (!has_application(name)) return run_at_hangup(state);
  const auto& all = rows();
  auto row = std::lower_bound(all.begin(), all.end(), name,
                              [](const Row& a, const std::string& b) { return a.name < b; });
  WalkState changed = state;
  const WalkState& now = forget_changed(changed, text) ? changed : state;
  if (row == all.end() || row->name != name || depth > 4) return run_unread(now, app);
  if (execute_each(now, name, text, depth)) return;
  ChannelScope scope(*this, now);
  Arguments arguments{name, text, scope, depth};
  (this->*row->handler)(now, arguments);
}

// An application that does nothing to where the call goes; one that nobody knows may be a module of this exchange, or a slip.
void Walk::run_unread(const WalkState& state, std::string_view app) {
  if (application_name(small_letters(trim(app))) != ApplicationName::unknown) return go_on(state);
  WalkState next = state;
  pass_gate(next, Gate::unknown, std::string(trim(app)) + "()");
  go_on(next);
}

}  // namespace denwaban::audit
