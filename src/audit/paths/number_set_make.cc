// SPDX-License-Identifier: GPL-3.0-or-later
// How automata are made of automata: products, edits, and the smallest form of each.
#include <algorithm>
#include <deque>

#include "audit/paths/number_set.h"

namespace denwaban::audit {
namespace {

constexpr uint16_t kDead = 0xffff;

}  // namespace

size_t NumberSets::hash(const Automaton& automaton) {
  size_t value = automaton.accepts.size();
  auto mix = [&](size_t part) { value = (value ^ part) * 0x9E3779B97F4A7C15u + (value >> 29); };
  for (size_t i = 0; i < automaton.accepts.size(); ++i) {
    mix(automaton.accepts[i]);
    for (const Edge& edge : automaton.edges[i]) mix(edge.low << 24 | edge.high << 16 | edge.to);
  }
  return value;
}

NumberSet NumberSets::intern(Automaton automaton) {
  size_t key = hash(automaton);
  auto [first, last] = by_hash_.equal_range(key);
  for (auto it = first; it != last; ++it)
    if (automata_[it->second] == automaton) return NumberSet{it->second};
  for (const auto& edges : automaton.edges) edges_ += edges.size() + 1;
  NumberSet set{static_cast<uint32_t>(automata_.size())};
  automata_.push_back(std::move(automaton));
  by_hash_.emplace(key, set.id);
  return set;
}

// Moore's refinement: states are of one class until something tells them apart. States that lead nowhere go
// first.
NumberSets::Automaton NumberSets::minimal(Automaton automaton) {
  size_t count = automaton.accepts.size();
  std::vector<uint8_t> alive(automaton.accepts.begin(), automaton.accepts.end());
  std::vector<std::vector<uint16_t>> into(count);
  for (size_t i = 0; i < count; ++i)
    for (const Edge& edge : automaton.edges[i]) into[edge.to].push_back(static_cast<uint16_t>(i));
  std::vector<uint16_t> stack;
  for (size_t i = 0; i < count; ++i)
    if (alive[i]) stack.push_back(static_cast<uint16_t>(i));
  while (!stack.empty()) {
    uint16_t state = stack.back();
    stack.pop_back();
    for (uint16_t from : into[state]) {
      if (alive[from]) continue;
      alive[from] = 1;
      stack.push_back(from);
    }
  }
  if (!alive[0]) return Automaton{{{}}, {0}};

  std::vector<uint16_t> classes(count, kDead);
  for (size_t i = 0; i < count; ++i)
    if (alive[i]) classes[i] = automaton.accepts[i];
  std::vector<std::vector<Edge>> shape(count);
  size_t known = 0;
  for (;;) {
    std::map<std::pair<uint16_t, std::vector<uint32_t>>, uint16_t> names;
    std::vector<uint16_t> next(count, kDead);
    for (size_t i = 0; i < count; ++i) {
      if (!alive[i]) continue;
      std::vector<Edge>& edges = shape[i];
      edges.clear();
      for (const Edge& edge : automaton.edges[i]) {
        uint16_t to = classes[edge.to];
        if (to == kDead) continue;
        if (!edges.empty() && edges.back().to == to && edges.back().high + 1 == edge.low)
          edges.back().high = edge.high;
        else
          edges.push_back({edge.low, edge.high, to});
      }
      std::vector<uint32_t> signature;
      signature.reserve(edges.size());
      for (const Edge& edge : edges)
        signature.push_back(uint32_t{edge.low} << 24 | uint32_t{edge.high} << 16 | edge.to);
      next[i] = names.try_emplace({classes[i], std::move(signature)}, static_cast<uint16_t>(names.size()))
                    .first->second;
    }
    bool done = names.size() == known;
    known = names.size();
    if (done) break;
    classes = std::move(next);
  }

  // One state of each class, numbered breadth first. `shape` speaks of the last classes but one, which are
  // the same partition.
  std::vector<int> member(count + 1, -1);
  for (size_t i = 0; i < count; ++i)
    if (alive[i] && member[classes[i]] < 0) member[classes[i]] = static_cast<int>(i);
  std::vector<uint16_t> number(count + 1, kDead);
  std::vector<uint16_t> order{classes[0]};
  number[classes[0]] = 0;
  Automaton result;
  for (size_t at = 0; at < order.size(); ++at) {
    int state = member[order[at]];
    result.accepts.push_back(automaton.accepts[state]);
    std::vector<Edge>& edges = result.edges.emplace_back();
    for (const Edge& edge : automaton.edges[state]) {
      uint16_t to = classes[edge.to];
      if (to == kDead) continue;
      if (number[to] == kDead) {
        number[to] = static_cast<uint16_t>(order.size());
        order.push_back(to);
      }
      if (!edges.empty() && edges.back().to == number[to] && edges.back().high + 1 == edge.low)
        edges.back().high = edge.high;
      else
        edges.push_back({edge.low, edge.high, number[to]});
    }
  }
  return result;
}

std::optional<NumberSets::Automaton> NumberSets::product(const Automaton& a, const Automaton& b,
                                                         Operation operation) const {
  Automaton made;
  std::unordered_map<uint32_t, uint16_t> numbers;
  std::vector<std::pair<uint16_t, uint16_t>> pairs;
  auto number = [&](uint16_t left, uint16_t right) {
    auto [it, fresh] = numbers.try_emplace(uint32_t{left} << 16 | right, static_cast<uint16_t>(pairs.size()));
    if (fresh) pairs.emplace_back(left, right);
    return it->second;
  };
  auto useful = [&](uint16_t left, uint16_t right) {
    if (operation == Operation::intersect) return left != kDead && right != kDead;
    if (operation == Operation::subtract) return left != kDead;
    return left != kDead || right != kDead;
  };
  static const std::vector<Edge> kNoEdges;
  number(0, 0);
  for (size_t at = 0; at < pairs.size(); ++at) {
    if (pairs.size() > kStatesMax) return std::nullopt;
    auto [left, right] = pairs[at];
    bool in_a = left != kDead && a.accepts[left], in_b = right != kDead && b.accepts[right];
    made.accepts.push_back(operation == Operation::intersect ? in_a && in_b
                           : operation == Operation::unite   ? in_a || in_b
                                                             : in_a && !in_b);
    std::vector<Edge>& edges = made.edges.emplace_back();
    const auto& of_a = left == kDead ? kNoEdges : a.edges[left];
    const auto& of_b = right == kDead ? kNoEdges : b.edges[right];
    size_t i = 0, j = 0;
    for (int low = 0; i < of_a.size() || j < of_b.size();) {
      while (i < of_a.size() && of_a[i].high < low) ++i;
      while (j < of_b.size() && of_b[j].high < low) ++j;
      if (i >= of_a.size() && j >= of_b.size()) break;
      int start_a = i < of_a.size() ? std::max<int>(of_a[i].low, low) : 256;
      int start_b = j < of_b.size() ? std::max<int>(of_b[j].low, low) : 256;
      int start = std::min(start_a, start_b);
      int end = 255;
      uint16_t to_a = kDead, to_b = kDead;
      if (i < of_a.size()) {
        if (start_a == start) to_a = of_a[i].to;
        end = std::min<int>(end, start_a == start ? of_a[i].high : start_a - 1);
      }
      if (j < of_b.size()) {
        if (start_b == start) to_b = of_b[j].to;
        end = std::min<int>(end, start_b == start ? of_b[j].high : start_b - 1);
      }
      if (useful(to_a, to_b))
        edges.push_back({static_cast<uint8_t>(start), static_cast<uint8_t>(end), number(to_a, to_b)});
      low = end + 1;
    }
  }
  return made;
}

// One automaton reads what was dialled and, beside it, the other reads what becomes of it. Position and state
// of the other are the state; behind the last boundary of a slice the position no longer counts.
NumberSet NumberSets::before_edit(const Edit& edit, NumberSet edited) {
  if (empty(edited)) return none();
  if (edit.is_whole()) return edited;
  if (edit.slices.size() == 1 && !edit.slices[0].from_front())
    return before_tail(edit.slices[0], before_edit(Edit{edit.before, {Slice{}}, edit.after}, edited));
  std::string key;
  for (size_t i = 0; i < edit.slices.size(); ++i)
    key += edit.before[i] + '\n' + std::to_string(edit.slices[i].from) + ':' +
           std::to_string(edit.slices[i].length) + '\n';
  key += edit.after;
  auto known = edited_.find({key, edited.id});
  if (known != edited_.end()) return NumberSet{known->second};

  const Automaton& target = automata_[edited.id];
  int last = 0;
  for (const Slice& slice : edit.slices)
    last = std::max(last, slice.length < 0 ? slice.from : slice.from + slice.length);
  auto slice_at = [&](int position) {
    for (size_t k = 0; k < edit.slices.size(); ++k) {
      const Slice& slice = edit.slices[k];
      if (position >= slice.from && (slice.length < 0 || position < slice.from + slice.length))
        return static_cast<int>(k);
    }
    return -1;
  };
  // The texts before a slice are read where the slice begins.
  auto begin_slices = [&](int state, int position) {
    for (size_t k = 0; k < edit.slices.size(); ++k)
      if (edit.slices[k].from == position) state = run(target, state, edit.before[k]);
    return state;
  };
  auto accepts = [&](int state, int position) {
    for (size_t k = 0; k < edit.slices.size(); ++k)
      if (edit.slices[k].from > position) state = run(target, state, edit.before[k]);
    state = run(target, state, edit.after);
    return state >= 0 && target.accepts[state];
  };

  Automaton made;
  std::map<std::pair<int, int>, uint16_t> numbers;
  std::vector<std::pair<int, int>> states;
  auto number = [&](int position, int state) {
    auto [it, fresh] = numbers.try_emplace({position, state}, static_cast<uint16_t>(states.size()));
    if (fresh) states.emplace_back(position, state);
    return it->second;
  };
  NumberSet result = everything_;
  bool fits = last < 200 && edges_ < kEdgesMax;
  int start = begin_slices(0, 0);
  if (start < 0) return none();
  number(0, start);
  for (size_t at = 0; fits && at < states.size(); ++at) {
    if (states.size() > kStatesMax) fits = false;
    auto [position, state] = states[at];
    made.accepts.push_back(accepts(state, position));
    std::vector<Edge>& edges = made.edges.emplace_back();
    int next = std::min(position + 1, last);
    bool moved = next != position;
    auto arrive = [&](int reached) { return moved ? begin_slices(reached, next) : reached; };
    if (slice_at(position) < 0) {
      int reached = arrive(state);
      if (reached >= 0) edges.push_back({33, 126, number(next, reached)});
      continue;
    }
    for (const Edge& edge : target.edges[state]) {
      int reached = arrive(edge.to);
      if (reached >= 0) edges.push_back({edge.low, edge.high, number(next, reached)});
    }
  }
  if (fits)
    result = intern(minimal(std::move(made)));
  else
    cut_ = true;
  if (edited_.size() < 500'000) edited_.emplace(std::make_pair(std::move(key), edited.id), result.id);
  return result;
}

}  // namespace denwaban::audit
