// SPDX-License-Identifier: GPL-3.0-or-later
// Applications that call somebody: to a trunk, to a telephone, or back into the dialplan through a Local
// channel.
#include <algorithm>
#include <utility>

#include "audit/dialplan/arguments.h"
#include "audit/dialplan/call_files.h"
#include "audit/paths/dial_options.h"
#include "audit/paths/walk_parts.h"
#include "text/message.h"

namespace denwaban::audit {
namespace {

bool same_word(std::string_view a, std::string_view b) { return is_app(a, b); }

// Can the caller put a leg of his own behind a '&', and what for? Only what was dialled by a wildcard and not filtered lets it
// through, and caller IDs.
std::optional<Gate> lets_ampersand_through(const Value& value, const Inputs& inputs, NumberSets& sets) {
  std::optional<Gate> gate;
  for (const Piece& piece : value.pieces()) {
    if (piece.filtered || piece.kind == Piece::Kind::text) continue;
    if (piece.kind == Piece::Kind::unknown && piece.source == Source::caller_id) gate = Gate::caller_id;
    if (piece.kind != Piece::Kind::input) continue;
    Edit part{{std::string()}, {piece.slice}, {}};
    if (!sets.empty(sets.intersect(inputs[piece.input], sets.before_edit(part, sets.adding_a_leg())))) return Gate::none;
  }
  return gate;
}

// Somewhere that only the run knows. What a telephone registered is a telephone.
bool is_unread(const Value& leg) {
  auto unread = [](const Piece& piece) {
    return piece.kind == Piece::Kind::unknown && !piece.measure && !piece.text.starts_with("${PJSIP_DIAL_CONTACTS(");
  };
  return std::any_of(leg.pieces().begin(), leg.pieces().end(), unread);
}

std::string commands_of(const parse::Extension& extension) {
  std::string all;
  for (const parse::Priority& one : extension.priorities)
    if (is_app(one.app, {"System", "TrySystem"})) all += one.arguments + '\n';
  return all;
}

}  // namespace

void Walk::page(const WalkState& state, const Arguments& arguments) {
  std::vector<Value> parts = arguments.parts();
  answers_ = true;
  if (!parts.empty()) legs(state, parts[0], 0);
  go_on(state);
}

void Walk::legs(const WalkState& state, const Value& all, uint16_t classes) {
  for (const Value& one : all.split('&')) leg(state, one.trimmed(), classes);
}

// ${EXTEN:0:2} of `_71XX` is 71, whatever is dialled.
Value Walk::with_fixed_slices(const WalkState& state, const Value& leg) {
  Value fixed;
  for (const Piece& piece : leg.pieces()) {
    const bool slice = piece.kind == Piece::Kind::input && piece.slice.length > 0;
    const auto same = slice ? sets_.common_part(state.inputs[piece.input], piece.slice) : std::nullopt;
    fixed.add(same ? Value(*same) : Value::of_piece(piece));
  }
  return fixed;
}

void Walk::leg(const WalkState& state, const Value& written, uint16_t classes) {
  const Value leg = with_fixed_slices(state, written);
  auto parts = leg.cut('/');
  if (parts && parts->first.constant() && same_word(parts->first.text(), "Local"))
    return local_leg(state, parts->second, classes);
  if (auto line = sinks_.dial_tone(leg)) return note_dial_tone(state, leg, *line, classes);
  auto sink = sinks_.sink(leg);
  const bool refused = sink && sink->where == Whereabouts::refused;
  if (refused) refused_.insert(std::exchange(sink, std::nullopt)->trunk);
  if (sink) note_hit(state, leg, sink, classes);
  bool tells_trunk = sink && (sink->chosen || sink->gate == Gate::unknown);
  if (!tells_trunk && note_injection(state, leg, sink, classes)) return;
  if (!sink && !refused && is_unread(leg) && Sinks::may_be_trunk(leg))
    opaque(state, "Dial(" + leg.shown() + ")", gate_of(leg.worst_source()));
}

// What is keyed then goes to the exchange, not through the dialplan.
void Walk::note_dial_tone(WalkState state, const Value& leg, const std::string& line, uint16_t classes) {
  Value number = keyed(state, sets_.of_extension("_[0-9*#A-D]!"), true);
  note_hit(state, leg, Sink{line, number, false, Gate::none}, classes);
}

// A leg that the caller adds to the one that is written.
bool Walk::note_injection(const WalkState& state, const Value& leg, const std::optional<Sink>& sink, uint16_t classes) {
  auto gate = lets_ampersand_through(leg, state.inputs, sets_);
  if (!gate || (!sink && !sinks_.any_trunk())) return false;
  WalkState next = state;
  pass_gate(next, *gate, leg.shown());
  const bool own = sink && (sink->where == Whereabouts::there || !sinks_.any_trunk());
  Sink added{own ? sink->trunk : *sinks_.any_trunk(), leg, true, Gate::none};
  if (own) added.where = sink->where;
  note_hit(next, leg, added, classes);
  return true;
}

void Walk::note_hit(const WalkState& state, const Value& leg, const std::optional<Sink>& sink,
                    uint16_t classes) {
  note_caller_named(leg.shown());
  Hit hit;
  hit.state = current_ - 1;
  hit.inputs = state.inputs;
  hit.gate = state.gate;
  hit.classes = state.classes | classes;
  hit.somebodys = state.somebodys;
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
    Gate decided = sink->chosen || !sink->number.has_unknown() ? Gate::none : gate_of(sink->number.worst_source());
    if (sink->number.worst_source() == Source::database) hit.classes |= kForward;
    if (decided > hit.gate) {
      hit.gate = decided;
      hit.condition = sink->number.shown();
    }
    if (sink->where == Whereabouts::no_driver) hit.classes |= kUndriven;
    if (sink->where == Whereabouts::asked) {
      hit.classes |= kUndefined;
      hit.gate = std::max(hit.gate, Gate::unknown);
      hit.condition = text::say("audit.paths.undefined", {{"trunk", hit.trunk}});
    }
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
  next.variables = with_variable(inherited(state.variables), kChannelType, Value(std::string("Local")));
  next.classes |= classes;
  if (exten.worst_source() == Source::database) next.classes |= kForward;  // somebody's forwarding
  if (!resource.cut('@') && is_unread(resource)) return opaque(state, "Dial(Local/" + resource.shown() + ")");
  jump(next, context.trimmed(), exten.trimmed(), Value(std::string("1")));
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
  if (parts.size() > 1 && has_option(value_options(parts[1]), 'T')) transfers(state);
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
  const bool goes_on = parts.size() >= 3 && parts[1].constant() && is_app(parts[1].trimmed().text(), "exten");
  auto part = [&](size_t i) { return goes_on && parts.size() > i ? parts[i].trimmed() : Value(); };
  if (!parts.empty()) ordered(state, parts[0].trimmed(), part(2), part(3), part(4));
  go_on(state);
}

void Walk::ordered(const WalkState& state, const Value& channel, const Value& context, const Value& exten,
                   const Value& priority) {
  leg(state, channel, 0);
  if (context.empty()) return;
  WalkState next = state;
  next.frames = 0;
  next.variables = inherited(state.variables);
  jump(next, context, exten.empty() ? Value(std::string("s")) : exten, priority.empty() ? Value(std::string("1")) : priority);
}

// A command that puts a call file into the spool: one that lies in the folder of the configuration, or one that this and other
// commands of the extension print.
void Walk::system(const WalkState& state, const Arguments& arguments) {
  answers_ = true;
  if (orders_call(arguments.written)) {
    CallFile file = call_file(commands_of(*state.in->candidates[state.candidate].extension));
    const bool printed = !file.channel.empty();
    const std::string named(named_call_file(arguments.written));
    if (!printed && !named.empty())
      if (auto text = estate_.sources.tree().read(estate_.sources.config_dir() + "/" + named)) file = call_file(*text);
    auto value = [&](const std::string& text) { return expand(text, arguments.scope).trimmed(); };
    if (file.channel.empty())
      opaque(state, arguments.app + "(" + arguments.written + ")");
    else if (!printed || !call_file(arguments.written).channel.empty())
      ordered(state, value(file.channel), value(file.context), value(file.extension), value(file.priority));
  }
  go_on(state);
}

}  // namespace denwaban::audit
