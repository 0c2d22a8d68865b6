// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/paths/number_set.h"

#include <algorithm>
#include <deque>

#include "audit/paths/pattern_elements.h"

namespace denwaban::audit {
namespace {

constexpr uint8_t kLow = kLowestDialled, kHigh = kHighestDialled;
constexpr std::string_view kOrder = "0123456789*#+";
constexpr size_t kTextsAtOnce = 200;

bool is_character(char c) {
  return static_cast<uint8_t>(c) >= kLow && static_cast<uint8_t>(c) <= kHigh && c != '-';
}

}  // namespace

NumberSets::NumberSets() {
  automata_.push_back(Automaton{{{}}, {0}});
  by_hash_.emplace(hash(automata_[0]), 0);
  everything_ = intern(Automaton{{{Edge{kLow, kHigh, 0}}}, {1}});
  auto key = [](char low, char high) { return Edge{static_cast<uint8_t>(low), static_cast<uint8_t>(high), 0}; };
  keys_ = intern(Automaton{{{key('#', '#'), key('*', '+'), key('0', '9')}}, {1}});
  dialled_ = intern(Automaton{{{Edge{kLow, kHigh, 1}}, {Edge{kLow, kHigh, 1}}}, {0, 1}});
  special_ = of_texts({"h", "i", "t", "T", "e", "o", "a"});
}

NumberSet NumberSets::of_extension(std::string_view extension) {
  auto known = by_extension_.find(extension);
  if (known != by_extension_.end()) return known->second;
  NumberSet set;
  if (!extension.starts_with('_')) {
    set = of_text(extension);
  } else {
    PatternElements elements;
    if (read_extension(extension, elements)) set = intern(minimal(automaton_of(elements)));
    if (set.id && extension.size() < 80) pattern_of_.try_emplace(set.id, extension.substr(1));
  }
  if (by_extension_.size() < 200'000) by_extension_.emplace(extension, set);
  return set;
}

NumberSets::Automaton NumberSets::automaton_of(const PatternElements& elements) {
  Automaton automaton{{{}}, {0}};
  auto follow = [&](uint8_t low, uint8_t high) {
    uint16_t from = static_cast<uint16_t>(automaton.accepts.size() - 1);
    automaton.edges[from].push_back({low, high, static_cast<uint16_t>(from + 1)});
  };
  auto add_state = [&] {
    automaton.edges.emplace_back();
    automaton.accepts.push_back(0);
  };
  for (const CharacterSet& place : elements.places) {
    if (automaton.accepts.size() >= kStatesMax) break;
    for (uint8_t low = kLow; low <= kHigh; ++low) {
      if (!place.test(low)) continue;
      uint8_t high = low;
      while (high < kHigh && place.test(high + 1u)) ++high;
      follow(low, high);
      low = high;
    }
    add_state();
  }
  if (elements.end == PatternElements::End::one_or_more) {
    follow(kLow, kHigh);
    add_state();
  }
  if (elements.end != PatternElements::End::exact) {
    uint16_t last = static_cast<uint16_t>(automaton.accepts.size() - 1);
    automaton.edges[last].push_back({kLow, kHigh, last});
  }
  automaton.accepts.back() = 1;
  return automaton;
}

NumberSet NumberSets::of_text(std::string_view text) { return of_texts({text}); }

NumberSet NumberSets::of_texts(const std::vector<std::string_view>& texts) {
  Automaton trie{{{}}, {0}};
  for (std::string_view text : texts) {
    uint16_t at = 0;
    for (char c : text) {
      if (!is_character(c)) continue;
      int next = step(trie, at, c);
      if (next < 0) {
        if (trie.accepts.size() >= kStatesMax) {
          cut_ = true;
          return everything_;
        }
        next = static_cast<int>(trie.accepts.size());
        trie.edges.emplace_back();
        trie.accepts.push_back(0);
        auto& edges = trie.edges[at];
        Edge edge{static_cast<uint8_t>(c), static_cast<uint8_t>(c), static_cast<uint16_t>(next)};
        edges.insert(
            std::find_if(edges.begin(), edges.end(), [&](const Edge& e) { return e.low > edge.low; }), edge);
      }
      at = static_cast<uint16_t>(next);
    }
    trie.accepts[at] = 1;
  }
  return intern(minimal(std::move(trie)));
}

NumberSet NumberSets::of_length(size_t shortest, size_t longest) {
  if (shortest > longest) return none();
  bool open = longest >= 200;
  size_t last = std::min<size_t>(open ? shortest : longest, 200);
  Automaton automaton;
  for (size_t i = 0; i <= last; ++i) {
    automaton.edges.emplace_back();
    if (i < last) automaton.edges[i].push_back({kLow, kHigh, static_cast<uint16_t>(i + 1)});
    automaton.accepts.push_back(i >= shortest);
  }
  if (open) automaton.edges[last].push_back({kLow, kHigh, static_cast<uint16_t>(last)});
  return intern(minimal(std::move(automaton)));
}

NumberSet NumberSets::holding(char character) {
  uint8_t c = static_cast<uint8_t>(character);
  Automaton automaton{{{Edge{kLow, kHigh, 1}},
                       {Edge{kLow, static_cast<uint8_t>(c - 1), 1}, Edge{c, c, 2},
                        Edge{static_cast<uint8_t>(c + 1), kHigh, 1}},
                       {Edge{kLow, kHigh, 2}}},
                      {0, 0, 1}};
  return intern(minimal(std::move(automaton)));
}

NumberSet NumberSets::intersect(NumberSet a, NumberSet b) {
  if (a == b || b == everything_) return a;
  if (a == everything_) return b;
  if (empty(a) || empty(b)) return none();
  return combine(a, b, Operation::intersect);
}

NumberSet NumberSets::unite(NumberSet a, NumberSet b) {
  if (a == b || empty(b)) return a;
  if (empty(a)) return b;
  return combine(a, b, Operation::unite);
}

NumberSet NumberSets::subtract(NumberSet a, NumberSet b) {
  if (a == b || empty(a)) return none();
  if (empty(b)) return a;
  return combine(a, b, Operation::subtract);
}

// Joined by twos, as what is taken out one by one is gone through again for each.
NumberSet NumberSets::subtract_all(NumberSet from, std::vector<NumberSet> sets, std::vector<std::string_view> texts) {
  std::sort(texts.begin(), texts.end());
  for (size_t i = 0; i < texts.size(); i += kTextsAtOnce) {
    NumberSet some = of_texts({texts.begin() + i, texts.begin() + std::min(texts.size(), i + kTextsAtOnce)});
    if (some != everything_) sets.push_back(some);
  }
  std::vector<NumberSet> large;
  while (sets.size() > 1) {
    std::vector<NumberSet> joined;
    for (size_t i = 0; i < sets.size(); i += 2) {
      if (i + 1 == sets.size()) {
        joined.push_back(sets[i]);
      } else if (states(sets[i]) + states(sets[i + 1]) > kStatesMax / 2) {
        large.insert(large.end(), {sets[i], sets[i + 1]});
      } else if (NumberSet both = unite(sets[i], sets[i + 1]); both != everything_) {
        joined.push_back(both);
      } else {
        large.insert(large.end(), {sets[i], sets[i + 1]});
      }
    }
    sets = std::move(joined);
  }
  sets.insert(sets.end(), large.begin(), large.end());
  for (NumberSet set : sets) from = subtract(from, set);
  return from;
}

NumberSet NumberSets::combine(NumberSet a, NumberSet b, Operation operation) {
  if (operation != Operation::subtract && b.id < a.id) std::swap(a, b);
  auto& known = combined_[static_cast<int>(operation)];
  uint64_t key = uint64_t{a.id} << 32 | b.id;
  auto found = known.find(key);
  if (found != known.end()) return NumberSet{found->second};
  NumberSet result = operation == Operation::unite ? everything_ : a;
  std::optional<Automaton> made;
  if (edges_ < kEdgesMax) made = product(automata_[a.id], automata_[b.id], operation);
  if (made)
    result = intern(minimal(std::move(*made)));
  else
    cut_ = true;
  if (known.size() < 1'000'000) known.emplace(key, result.id);
  return result;
}

int NumberSets::step(const Automaton& automaton, int state, uint8_t character) {
  if (state < 0) return -1;
  for (const Edge& edge : automaton.edges[state])
    if (character >= edge.low && character <= edge.high) return edge.to;
  return -1;
}

int NumberSets::run(const Automaton& automaton, int state, std::string_view text) {
  for (char c : text) {
    if (c == '-') continue;
    state = step(automaton, state, static_cast<uint8_t>(c));
    if (state < 0) break;
  }
  return state;
}

bool NumberSets::contains(NumberSet a, std::string_view text) const {
  int state = run(automata_[a.id], 0, text);
  return state >= 0 && automata_[a.id].accepts[state];
}

bool NumberSets::finite_single(NumberSet a) const {
  const Automaton& automaton = automata_[a.id];
  if (empty(a)) return false;
  for (size_t i = 0; i < automaton.accepts.size(); ++i) {
    if (automaton.edges[i].size() > 1) return false;
    if (!automaton.edges[i].empty() && automaton.edges[i][0].low != automaton.edges[i][0].high) return false;
    if (automaton.accepts[i] && !automaton.edges[i].empty()) return false;
  }
  return true;
}

std::vector<CharacterSet> NumberSets::first_places(NumberSet a) const {
  constexpr size_t kPlacesMax = 8, kStatesAtOnce = 64;
  std::vector<CharacterSet> places;
  std::vector<uint16_t> here{0}, next;
  const Automaton& automaton = automata_[a.id];
  while (places.size() < kPlacesMax) {
    CharacterSet place;
    next.clear();
    for (uint16_t state : here) {
      if (automaton.accepts[state]) return places;
      for (const Edge& edge : automaton.edges[state]) {
        for (size_t c = edge.low; c <= edge.high; ++c) place.set(c);
        next.push_back(edge.to);
      }
    }
    std::sort(next.begin(), next.end());
    next.erase(std::unique(next.begin(), next.end()), next.end());
    places.push_back(place);
    if (next.empty() || next.size() > kStatesAtOnce) break;
    here.swap(next);
  }
  return places;
}

std::optional<std::string> NumberSets::smallest(NumberSet a) const {
  if (empty(a)) return std::nullopt;
  const Automaton& automaton = automata_[a.id];
  struct Way {
    int from;
    char character;
  };
  std::vector<Way> ways(automaton.accepts.size(), {-1, 0});
  std::vector<bool> seen(automaton.accepts.size());
  std::deque<int> queue{0};
  seen[0] = true;
  int found = -1;
  auto walk = [&](int from, char c) {
    int to = step(automaton, from, static_cast<uint8_t>(c));
    if (to < 0 || seen[to]) return;
    seen[to] = true;
    ways[to] = {from, c};
    queue.push_back(to);
  };
  while (!queue.empty()) {
    int state = queue.front();
    queue.pop_front();
    if (automaton.accepts[state]) {
      found = state;
      break;
    }
    for (char c : kOrder) walk(state, c);
    for (int c = 'a'; c <= 'z'; ++c) walk(state, static_cast<char>(c));
    for (int c = kLow; c <= kHigh; ++c)
      if (c != '-') walk(state, static_cast<char>(c));
  }
  if (found < 0) return std::nullopt;
  std::string text;
  for (int at = found; ways[at].from >= 0; at = ways[at].from) text.push_back(ways[at].character);
  std::reverse(text.begin(), text.end());
  return text;
}

}  // namespace denwaban::audit
