// SPDX-License-Identifier: GPL-3.0-or-later
// Applications that call somebody: to a trunk, to a telephone, or back into the dialplan through a Local
// channel.
#include <algorithm>

#include "audit/dialplan/arguments.h"
#include "audit/paths/walk_parts.h"

namespace denwaban::audit {
namespace {

bool same_word(std::string_view a, std::string_view b) { return is_app(a, b); }

// Can the caller put a leg of his own behind a '&'? Only what was dialled by a wildcard and not filtered lets
// it through.
bool lets_ampersand_through(const Value& value, const Inputs& inputs, NumberSets& sets) {
  for (const Piece& piece : value.pieces()) {
    if (piece.kind != Piece::Kind::input || piece.filtered) continue;
    bool short_one = (piece.slice.length >= 0 && piece.slice.length < 6) || (piece.slice.from < 0 && piece.slice.from > -6);
    if (short_one) continue;
    if (!sets.empty(sets.intersect(inputs[piece.input], sets.holding('&')))) return true;
  }
  return false;
}

// What option D(digits:digits) plays to who was called, without the pauses before it.
Value played_digits(const Value& options) {
  Value rest = options;
  while (auto option = rest.cut('D')) {
    rest = option->second;
    if (!rest.starts_with("(")) continue;
    auto inside = rest.cut(')');
    Value digits = (inside ? inside->first : rest).sliced(1, 0, true);
    if (auto colon = digits.cut(':')) digits = colon->first;
    while (digits.starts_with("w") || digits.starts_with("W")) digits = digits.sliced(1, 0, true);
    return digits;
  }
  return {};
}

}  // namespace

void Walk::dial(const WalkState& state, const Arguments& arguments) {
  std::vector<Value> parts = arguments.parts();
  size_t first = arguments.app == "retrydial" ? 3 : 0;
  if (parts.size() <= first) return go_on(state);
  answers_ = true;
  legs(state, parts[first], 0);
  // A timeout in the second place may be left out; the options are the third.
  std::string options;
  if (parts.size() > first + 2)
    for (const Piece& piece : parts[first + 2].pieces())
      if (piece.kind == Piece::Kind::text) options += piece.text;
  if (parts.size() > first + 2)
    if (Value digits = played_digits(parts[first + 2]); !digits.empty())
      for (const Value& one : parts[first].split('&'))
        note_hit(state, one.trimmed(), sinks_.played(one.trimmed(), digits));
  transfers(state, options);
  for (const AppOption& option : app_options(options)) {
    if (option.letter != 'F' && option.letter != 'G') continue;
    if (option.argument.empty()) continue;
    jump_to(state, Value(option.argument).split('^'));
  }
  go_on(state);
}

void Walk::page(const WalkState& state, const Arguments& arguments) {
  std::vector<Value> parts = arguments.parts();
  answers_ = true;
  if (!parts.empty()) legs(state, parts[0], 0);
  go_on(state);
}

void Walk::legs(const WalkState& state, const Value& all, uint16_t classes) {
  for (const Value& one : all.split('&')) leg(state, one.trimmed(), classes);
}

void Walk::leg(const WalkState& state, const Value& leg, uint16_t classes) {
  auto parts = leg.cut('/');
  if (parts && parts->first.constant() && same_word(parts->first.text(), "Local"))
    return local_leg(state, parts->second, classes);
  note_hit(state, leg, sinks_.sink(leg), classes);
}

// Without a sink only what the caller may put there himself counts.
void Walk::note_hit(const WalkState& state, const Value& leg, const std::optional<Sink>& sink,
                    uint16_t classes) {
  Hit hit;
  hit.state = current_ - 1;
  hit.inputs = state.inputs;
  hit.gate = state.gate;
  hit.classes = state.classes | classes;
  hit.condition = names_[state.condition];
  if (sink && sink->number.constant() && sink->number.text().find_first_of("0123456789") == std::string::npos)
    return;
  if (sink) {
    hit.trunk = sink->trunk;
    hit.number = sink->number;
    if (sink->chosen) hit.classes |= kInjection;
    if (sink->gate > hit.gate) {
      hit.gate = sink->gate;
      hit.condition = leg.shown();
    }
  } else if (sinks_.any_trunk() && lets_ampersand_through(leg, state.inputs, sets_)) {
    hit.trunk = *sinks_.any_trunk();
    hit.number = leg;
    hit.classes |= kInjection;
  } else {
    return;
  }
  if (hits_.size() < 20'000)
    hits_.push_back(std::move(hit));
  else
    cut_ = true;
}

// "ext@context/n": a new channel that begins there and takes along what it inherits.
void Walk::local_leg(const WalkState& state, const Value& resource, uint16_t classes) {
  Value exten = resource, context(std::string("default"));
  if (auto at = resource.cut('@', true)) {
    exten = at->first;
    context = at->second;
    if (auto slash = context.cut('/')) context = slash->first;
  } else if (auto slash = resource.cut('/')) {
    exten = slash->first;
  }
  WalkState next = state;
  next.frames = 0;
  next.variables = inherited(state.variables);
  next.classes |= classes;
  jump(next, context.trimmed(), exten.trimmed(), Value(std::string("1")));
}

// T: whoever called may send the call elsewhere. He dials in the context that transfers use, else where he
// is.
void Walk::transfers(const WalkState& state, const std::string& options) {
  if (state.classes & kTransfer) return;
  if (!find_option(app_options(options), 'T')) return;
  WalkState next = state;
  std::string context = transfer_context(state);
  next.frames = 0;
  dialled_later(next, Value(context), sets_.of_extension("_[0-9*#A-D]!"), kTransfer);
}

void Walk::queue(const WalkState& state, const Arguments& arguments) {
  std::vector<Value> parts = arguments.parts();
  answers_ = true;
  if (!parts.empty() && parts[0].constant()) {
    const parse::ConfigFile* file = estate_.sources.file("queues.conf");
    const parse::ConfigCategory* queue = file ? file->first(trim(parts[0].text())) : nullptr;
    size_t members = 0;
    if (queue)
      for (const parse::ConfigVariable& variable : queue->variables) {
        if (!parse::same_name(variable.name, "member") || ++members > 200) continue;
        leg(state, Value(variable.value.substr(0, variable.value.find(','))).trimmed(), kQueue);
      }
    if (queue && !queue->value("context").empty())
      dialled_later(state, Value(std::string(queue->value("context"))), sets_.of_extension("_[0-9*#]"),
                    kQueue);
  }
  std::string options = parts.size() > 1 ? parts[1].text() : std::string();
  transfers(state, options);
  go_on(state);
}

void Walk::follow_me(const WalkState& state, const Arguments& arguments) {
  std::vector<Value> parts = arguments.parts();
  answers_ = true;
  const parse::ConfigFile* file = estate_.sources.file("followme.conf");
  const parse::ConfigCategory* profile =
      file && parts[0].constant() ? file->first(trim(parts[0].text())) : nullptr;
  if (profile) {
    std::string context(profile->value("context", "default"));
    size_t numbers = 0;
    for (const parse::ConfigVariable& variable : profile->variables) {
      if (!parse::same_name(variable.name, "number") || ++numbers > 50) continue;
      for (const Value& number : Value(variable.value.substr(0, variable.value.find(','))).split('&')) {
        Value resource = number.trimmed();
        resource.add("@" + context);
        local_leg(state, resource, kForward);
      }
    }
  }
  go_on(state);
}

void Walk::originate(const WalkState& state, const Arguments& arguments) {
  std::vector<Value> parts = arguments.parts();
  answers_ = true;
  if (!parts.empty()) leg(state, parts[0].trimmed(), 0);
  if (parts.size() >= 3 && parts[1].constant() && is_app(parts[1].trimmed().text(), "exten")) {
    WalkState next = state;
    next.frames = 0;
    next.variables = inherited(state.variables);
    Value exten = parts.size() > 3 ? parts[3].trimmed() : Value(std::string("s"));
    Value priority = parts.size() > 4 ? parts[4].trimmed() : Value(std::string("1"));
    jump(next, parts[2].trimmed(), exten, priority);
  }
  go_on(state);
}

}  // namespace denwaban::audit
