// SPDX-License-Identifier: GPL-3.0-or-later
// One set behind another, and what follows from it: what must have been dialled for its end to be in a set.
#include <algorithm>
#include <set>

#include "audit/paths/number_set.h"

namespace denwaban::audit {
namespace {

constexpr size_t kWorkMax = 4'000'000;  // states of both that are looked at for one set
constexpr int kTailMax = 64;

}  // namespace

std::string Slice::of(std::string_view dialled) const {
  int size = static_cast<int>(dialled.size());
  int begin = (from < 0 ? std::max(0, size + from) : from) + skip;
  int end = length >= 0 ? std::min(size - drop, begin + length) : size - drop;
  return begin >= end ? std::string() : std::string(dialled.substr(begin, end - begin));
}

std::optional<int> NumberSets::length(NumberSet a) const {
  const Automaton& automaton = automata_[a.id];
  if (empty(a)) return std::nullopt;
  std::vector<int> depth(automaton.accepts.size(), -1);
  std::optional<int> found;
  depth[0] = 0;
  // States are numbered breadth first: each is met before it is left.
  for (size_t state = 0; state < depth.size(); ++state) {
    if (automaton.accepts[state] && found.value_or(depth[state]) != depth[state]) return std::nullopt;
    if (automaton.accepts[state]) found = depth[state];
    for (const Edge& edge : automaton.edges[state]) {
      int& next = depth[edge.to];
      if (next >= 0 && next != depth[state] + 1) return std::nullopt;
      next = depth[state] + 1;
    }
  }
  return found;
}

std::optional<std::string> NumberSets::common_part(NumberSet a, const Slice& slice) const {
  constexpr int kLongest = 64;
  if (empty(a) || !slice.from_front() || slice.skip) return std::nullopt;
  if (slice.length < 0) return finite_single(a) ? std::optional(slice.of(*smallest(a))) : std::nullopt;
  const int end = slice.from + slice.length;
  if (slice.from > kLongest || end > kLongest) return std::nullopt;
  const Automaton& automaton = automata_[a.id];
  std::set<uint16_t> at = {0}, next;
  std::string part;
  for (int place = 0; place < end; ++place, at.swap(next)) {
    next.clear();
    std::optional<uint8_t> same;
    for (uint16_t state : at) {
      if (automaton.accepts[state]) return std::nullopt;
      for (const Edge& edge : automaton.edges[state]) {
        next.insert(edge.to);
        bool differs = edge.low != edge.high || same.value_or(edge.low) != edge.low;
        if (place >= slice.from && differs) return std::nullopt;
        same = edge.low;
      }
    }
    if (place >= slice.from && same) part.push_back(static_cast<char>(*same));
  }
  return part;
}

// A state of the result is the set of states that both may be in: those of the second count on from the first's.
std::optional<NumberSets::Automaton> NumberSets::joined(const Automaton& a, const Automaton& b) const {
  using States = std::vector<uint32_t>;
  const size_t second = a.accepts.size();
  Automaton made;
  std::map<States, uint16_t> numbers;
  std::vector<States> all;
  auto number = [&](States states) {
    bool ends = std::any_of(states.begin(), states.end(), [&](uint32_t s) { return s < second && a.accepts[s]; });
    if (ends) states.push_back(static_cast<uint32_t>(second));
    std::sort(states.begin(), states.end());
    states.erase(std::unique(states.begin(), states.end()), states.end());
    auto [it, fresh] = numbers.try_emplace(states, static_cast<uint16_t>(all.size()));
    if (fresh) all.push_back(std::move(states));
    return it->second;
  };
  number({0});
  size_t work = 0;
  for (size_t at = 0; at < all.size(); ++at) {
    const States states = all[at];
    work += states.size();
    if (all.size() > kStatesMax || work * 94 > kWorkMax) return std::nullopt;
    made.accepts.push_back(std::any_of(states.begin(), states.end(), [&](uint32_t s) {
      return s >= second && b.accepts[s - second];
    }));
    std::vector<Edge> edges;
    for (uint8_t c = 33; c <= 126; ++c) {
      States next;
      for (uint32_t s : states) {
        int to = s < second ? step(a, static_cast<int>(s), c) : step(b, static_cast<int>(s - second), c);
        if (to >= 0) next.push_back(static_cast<uint32_t>(s < second ? to : to + static_cast<int>(second)));
      }
      if (next.empty()) continue;
      uint16_t to = number(std::move(next));
      if (!edges.empty() && edges.back().to == to && edges.back().high + 1 == c)
        edges.back().high = c;
      else
        edges.push_back({c, c, to});
    }
    made.edges.push_back(std::move(edges));
  }
  return made;
}

NumberSet NumberSets::join(NumberSet a, NumberSet b) {
  if (empty(a) || empty(b)) return none();
  auto known = joined_.find({a.id, b.id});
  if (known != joined_.end()) return NumberSet{known->second};
  NumberSet result = everything_;
  std::optional<Automaton> made;
  if (edges_ < kEdgesMax) made = joined(automata_[a.id], automata_[b.id]);
  if (made)
    result = intern(minimal(std::move(*made)));
  else
    cut_ = true;
  if (joined_.size() < 100'000) joined_.emplace(std::make_pair(a.id, b.id), result.id);
  return result;
}

NumberSet NumberSets::a_leg() { return join(dialled_, join(of_text("/"), dialled_)); }

NumberSet NumberSets::adding_a_leg() { return join(join(everything_, of_text("&")), a_leg()); }

NumberSet NumberSets::behind_a_leg(NumberSet more) {
  const NumberSet something = subtract(everything_, of_text(""));
  return join(join(join(everything_, of_text("/")), something), join(of_text("&"), more));
}

// Long numbers have characters before or behind the slice; of those that are too short for that it takes what there is.
NumberSet NumberSets::before_tail(const Slice& slice, NumberSet sliced) {
  if (slice.from < -kTailMax || slice.from > kTailMax || slice.drop > kTailMax || slice.skip > kTailMax) {
    cut_ = true;
    return everything_;
  }
  if (slice.from >= 0 && slice.length >= 0) {
    // Where there is enough before what is dropped nothing of it matters.
    size_t enough = static_cast<size_t>(slice.from + slice.length + slice.drop);
    Edit front{{std::string()}, {Slice{slice.from, slice.length}}, {}};
    NumberSet longer = intersect(before_edit(front, sliced), of_length(enough, 10'000));
    if (enough == 0) return longer;
    return unite(longer, intersect(before_tail(Slice{slice.from, -1, slice.drop}, sliced), of_length(0, enough - 1)));
  }
  auto exactly = [&](int length) { return of_length(static_cast<size_t>(length), static_cast<size_t>(length)); };
  if (slice.from >= 0) {
    NumberSet lasting = subtract(sliced, of_text(""));
    NumberSet all = join(join(exactly(slice.from), lasting), exactly(slice.drop));
    if (contains(sliced, "")) all = unite(all, of_length(0, static_cast<size_t>(slice.from + slice.drop)));
    return all;
  }
  int tail = -slice.from;
  int skipped = std::min(slice.skip, tail), left = tail - skipped;
  int taken = slice.length >= 0 ? std::min(slice.length, left) : std::max(0, left - slice.drop);
  NumberSet front = join(everything_, exactly(skipped));
  NumberSet long_ones = join(join(front, intersect(sliced, exactly(taken))), exactly(left - taken));
  Edit whole{{std::string()}, {Slice{slice.skip, slice.length, slice.drop}}, {}};
  NumberSet short_ones = intersect(before_edit(whole, sliced), of_length(0, static_cast<size_t>(tail - 1)));
  return unite(long_ones, short_ones);
}

}  // namespace denwaban::audit
