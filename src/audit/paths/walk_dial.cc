// SPDX-License-Identifier: GPL-3.0-or-later
// Dial and what its options let happen (apps/app_dial.c): digits that are played, transfers, lines that run beside the call.
#include <algorithm>

#include "audit/dialplan/arguments.h"
#include "audit/paths/dial_options.h"
#include "audit/paths/walk_parts.h"
#include "audit/refused_options.h"

namespace denwaban::audit {
namespace {

constexpr size_t kCalleesMax = 500;

// What option D(digits:digits) plays to who was called, without the pauses before it.
Value played_digits(const Value& argument) {
  Value digits = argument;
  if (auto colon = digits.cut(':')) digits = colon->first;
  while (digits.starts_with("w") || digits.starts_with("W")) digits = digits.sliced(1, 0, true);
  return digits;
}

Value word(std::string_view text) { return Value(std::string(text)); }

}  // namespace

void Walk::dial(const WalkState& state, const Arguments& arguments) {
  std::vector<Value> parts = arguments.parts();
  size_t first = arguments.app == "retrydial" ? 3 : 0;
  if (parts.size() <= first) return go_on(state);
  answers_ = true;
  legs(state, parts[first], 0);
  // A timeout in the second place may be left out; the options are the third.
  if (parts.size() > first + 2) dial_options(state, parts[first], parts[first + 2]);
  note_forwards(state, parts[first], parts.size() > first + 2 ? parts[first + 2] : Value());
  go_on(state);
}

void Walk::dial_options(const WalkState& state, const Value& called, const Value& text) {
  for (const auto& [letter, argument] : value_options(text)) {
    std::vector<Value> target = argument.split('^');
    switch (letter) {
      case 'D':
        if (Value digits = played_digits(argument); !digits.empty())
          for (const Value& one : called.split('&')) note_hit(state, one.trimmed(), sinks_.played(one.trimmed(), digits));
        break;
      case 'T':
        transfers(state);
        break;
      case 't':
        if (keys_transfer()) note_callees(called, EntryKind::transfer, variable(state, "TRANSFER_CONTEXT"));
        break;
      case 'F':
        if (!argument.empty()) jump_to(state, target);
        break;
      case 'G':
        if (!argument.empty()) go_both(state, target);
        break;
      case 'U':
        beside(state, {target[0], word("s"), word("1")}, {target.begin() + 1, target.end()});
        break;
      case 'M': {
        Value macro = word("macro-");
        macro.add(target[0]);
        beside(state, {macro, word("s"), word("1")}, {target.begin() + 1, target.end()});
        break;
      }
      case 'b':
      case 'B': {
        auto given = argument.cut('(');
        std::vector<Value> values;
        if (given) values = (given->second.cut(')', true) ? given->second.cut(')', true)->first : given->second).split('^');
        beside(state, (given ? given->first : argument).split('^'), values);
        break;
      }
      default:
        break;
    }
  }
}

// Who called goes to the line, who was called to the one behind it.
void Walk::go_both(const WalkState& state, std::vector<Value> target) {
  jump_to(state, target);
  auto priority = target.back().constant() ? target.back().text() : std::string();
  if (priority.empty() || priority.size() > 6 || priority.find_first_not_of("0123456789") != std::string::npos) return;
  target.back() = Value(std::to_string(std::stoi(priority) + 1));
  jump_to(state, target);
}

// A subroutine on the channel of who is called, which comes back to nowhere.
void Walk::beside(const WalkState& state, const std::vector<Value>& target, const std::vector<Value>& given) {
  if (target.empty() || target[0].empty()) return;
  WalkState next = state;
  next.frames = 0;
  next.variables = inherited(state.variables);
  next.variables = with_arguments(next, given, true);
  jump_to(next, target);
}

// T: whoever called may send the call elsewhere. He dials in the context that transfers use, else where he is.
void Walk::transfers(const WalkState& state) {
  if ((state.classes & kTransfer) || !keys_transfer()) return;
  WalkState next = state;
  std::string context = transfer_context(state);
  next.frames = 0;
  dialled_later(next, Value(context), sets_.of_extension("_[0-9*#A-D]!"), kTransfer);
}

// Without a key for it nobody transfers by keys (main/features_config.c: blindxfer is # when nothing is written).
bool Walk::keys_transfer() const {
  const parse::ConfigFile* file = estate_.sources.file("features.conf");
  const bool taken = file && !refused_option(estate_, "features.conf");
  const parse::ConfigCategory* keys = taken ? file->first("featuremap") : nullptr;
  return !keys || !trim(keys->value("blindxfer", "#")).empty() || !trim(keys->value("atxfer")).empty();
}

void Walk::note_forwards(const WalkState& state, const Value& called, const Value& options) {
  Value context = variable(state, "FORWARD_CONTEXT");
  if (context.constant() && !context.empty() && !has_option(value_options(options), 'i'))
    note_callees(called, EntryKind::forward, context);
}

void Walk::note_callees(const Value& called, EntryKind kind, const Value& context) {
  if (!context.constant()) return;
  for (const Value& leg : called.split('&')) {
    auto parts = leg.trimmed().cut('/');
    if (!parts || !parts->first.constant() || callees_.size() >= kCalleesMax) continue;
    auto sink = sinks_.sink(leg.trimmed());
    Value device = sink ? Value(sink->trunk.substr(sink->trunk.find('/') + 1)) : parts->second;
    if (!device.constant() || (sink && sink->chosen)) continue;
    Callee callee{device.text(), context.text(), kind};
    if (std::find(callees_.begin(), callees_.end(), callee) == callees_.end()) callees_.push_back(std::move(callee));
  }
}

}  // namespace denwaban::audit
