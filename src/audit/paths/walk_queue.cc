// SPDX-License-Identifier: GPL-3.0-or-later
// Which state is next, and which need no turn of their own.
#include "audit/paths/walk.h"

namespace denwaban::audit {
namespace {

constexpr size_t kLarge = 6;  // of so many parts of its bound one makes a walk large

struct Mixed {
  uint64_t value = 0;
  void take(uint64_t part) {
    value = (value ^ part) * 0x9E3779B97F4A7C15u;
    value ^= value >> 29;
  }
};

}  // namespace

size_t Walk::KeyHash::operator()(const Key& key) const {
  Mixed hash;
  hash.take(reinterpret_cast<uintptr_t>(key.in));
  hash.take(reinterpret_cast<uintptr_t>(key.priority));
  hash.take(uint64_t{key.candidate} << 32 | key.exten);
  hash.take(uint64_t{key.variables} << 32 | key.frames);
  hash.take(uint64_t{key.condition} << 32 | uint64_t{key.classes} << 16 | static_cast<uint64_t>(key.gate) << 8 |
            static_cast<uint64_t>(key.programmed) << 1 | static_cast<uint64_t>(key.jumped));
  return hash.value;
}

size_t Walk::VariablesHash::operator()(const std::vector<Variable>& variables) const {
  Mixed hash;
  for (const Variable& one : variables) {
    hash.take(uint64_t{one.name} << 32 | one.value);
    hash.take(uint64_t{one.inherit} << 1 | static_cast<uint64_t>(one.local));
  }
  return hash.value;
}

Walk::Key Walk::key_of(const WalkState& state) {
  Key key;
  key.in = state.in;
  key.priority = state.priority;
  key.candidate = state.candidate;
  key.exten = state.exten;
  key.variables = state.variables;
  key.frames = state.frames;
  key.classes = state.classes;
  key.programmed = state.programmed;
  return key;
}

Walk::Key Walk::waiting_key_of(const WalkState& state) {
  Key key = key_of(state);
  key.gate = state.gate;
  key.condition = state.condition;
  key.jumped = state.jumped;
  return key;
}

bool Walk::is_covered(const Inputs& inputs, const Inputs& by) {
  for (size_t i = 0; i < kInputsMax; ++i)
    if (!sets_.is_subset(inputs[i], by[i])) return false;
  return true;
}

void Walk::unite(Inputs& inputs, const Inputs& more) {
  for (size_t i = 0; i < kInputsMax; ++i) inputs[i] = sets_.unite(inputs[i], more[i]);
}

uint8_t Walk::inputs_of(const Value& value) const {
  uint8_t inputs = 0;
  for (const Piece& piece : value.pieces())
    if (piece.kind == Piece::Kind::input || piece.measure || piece.asked) inputs |= static_cast<uint8_t>(1 << piece.input);
  return inputs;
}

// The number that was dialled at the entry is always spoken of: it says which way a call came.
uint8_t Walk::inputs_of(uint32_t variables) {
  if (inputs_of_variables_.size() <= variables) inputs_of_variables_.resize(variables + 1);
  uint8_t& known = inputs_of_variables_[variables];
  if (known) return known;
  uint8_t inputs = 1;
  for (const Variable& variable : sets_of_variables_[variables]) inputs |= inputs_of(values_[variable.value]);
  return known = inputs;
}

uint8_t Walk::inputs_of(const WalkState& state, bool exten) {
  uint8_t inputs = inputs_of(state.variables);
  if (exten) inputs |= inputs_of(values_[state.exten]);
  for (uint32_t frame = state.frames; frame; frame = frames_[frame].parent) {
    if (inputs_of_frames_.size() <= frame) inputs_of_frames_.resize(frame + 1);
    if (!inputs_of_frames_[frame])
      inputs_of_frames_[frame] = inputs_of(frames_[frame].variables) | inputs_of(values_[frames_[frame].exten]);
    inputs |= inputs_of_frames_[frame];
  }
  return inputs;
}

// Several that came to a line alike go on as one, and each is remembered for the proof.
void Walk::join(uint32_t waiting, const WalkState& state) {
  WalkState& first = states_[waiting];
  if (is_covered(state.inputs, first.inputs)) return;
  if (joined_.size() < states_max_) {
    if (!first.joined) {
      joined_.push_back({first.parent, first.inputs, 0});
      first.joined = static_cast<uint32_t>(joined_.size());
    }
    Joined& head = joined_[first.joined - 1];
    uint32_t next = head.next;
    head.next = static_cast<uint32_t>(joined_.size()) + 1;
    joined_.push_back({state.parent, state.inputs, next});
  }
  unite(first.inputs, state.inputs);
}

// Whoever came here first said no to the condition that this one said yes to, or the other way round.
bool Walk::is_other_side(const WalkState& state, const Seen& seen) const {
  if (state.gate != Gate::unknown || seen.gate != Gate::unknown || state.nested || seen.nested) return false;
  const std::string &one = names_[state.condition], &other = names_[seen.condition];
  return one == "!(" + other + ")" || other == "!(" + one + ")";
}

// Was here already, through gates no stronger. Where both ways of a condition come to a line nothing depends on it, and the call
// goes on from there as if it had not been asked.
bool Walk::is_known(WalkState& state) {
  auto found = seen_.find(key_of(state));
  if (found == seen_.end() || !found->second.times) return false;
  Seen& seen = found->second;
  const bool freed = seen.gate == Gate::unknown && state.gate < seen.gate;
  if (!freed && !is_covered(state.inputs, seen.inputs)) return false;
  if (!freed && !is_other_side(state, seen)) return true;
  if (!freed) {
    state.gate = state.before = std::max(state.before, seen.before);
    state.condition = 0;
  }
  seen = {};
  return false;
}

void Walk::push(WalkState state) {
  ++arrivals_;
  state.parent = current_;
  state.depth = current_ ? states_[current_ - 1].depth + 1 : 0;
  state.joined = 0;
  Line& line = lines_[{state.in, state.priority}];
  generalize(state, line);
  uint8_t spoken_of = inputs_of(state, true);
  for (size_t i = 0; i < kInputsMax; ++i)
    if (!(spoken_of >> i & 1)) state.inputs[i] = sets_.none();
  // Whoever was seen came through gates no stronger than this one's.
  if (is_known(state)) return;
  Key key = waiting_key_of(state);
  if (auto alike = waiting_.find(key); alike != waiting_.end()) return join(alike->second, state);
  if (states_.size() >= states_max_ || state.depth > kDepthMax) {
    cut_ = true;
    return;
  }
  uint32_t at = static_cast<uint32_t>(states_.size());
  waiting_.emplace(key, at);
  bool large = states_.size() > states_max_ / kLarge;
  later_.push({state.gate, large ? line.visits : 0, state.depth, at});
  ++line.visits;
  states_.push_back(std::move(state));
}

bool Walk::step() {
  if (later_.empty()) return false;
  uint32_t at = later_.top().state;
  later_.pop();
  WalkState state = states_[at];
  waiting_.erase(waiting_key_of(state));
  current_ = at + 1;
  if (is_known(state)) return true;
  Seen& seen = seen_[key_of(state)];
  if (!seen.times) seen = {seen.inputs, 0, state.gate, state.before, state.condition, state.nested};
  seen.nested = seen.nested || state.nested || state.condition != seen.condition;
  if (++seen.times > kGrowthsMax) take_all(state);
  unite(seen.inputs, state.inputs);
  hang_up_here(state);
  execute(state, state.priority->app, state.priority->arguments, 0);
  return true;
}

}  // namespace denwaban::audit
