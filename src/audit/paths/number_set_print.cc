// SPDX-License-Identifier: GPL-3.0-or-later
// An automaton as patterns that a person can read.
#include <algorithm>
#include <array>

#include "audit/paths/number_set.h"

namespace denwaban::audit {
namespace {

constexpr size_t kPatternsMax = 12;
constexpr size_t kTextsMax = 9;
constexpr size_t kLengthMax = 64;

constexpr std::string_view kKeys = "0123456789*#";

using Characters = std::array<bool, 128>;

std::string shown(const Characters& set) {
  std::string inside;
  for (int low = 33; low <= 126; ++low) {
    if (!set[low]) continue;
    int high = low;
    while (high < 126 && set[high + 1]) ++high;
    inside.push_back(static_cast<char>(low));
    if (high - low > 1) inside.push_back('-');
    if (high > low) inside.push_back(static_cast<char>(high));
    low = high;
  }
  if (inside == "0-9") return "X";
  if (inside == "1-9") return "Z";
  if (inside == "2-9") return "N";
  return inside.size() == 1 ? inside : '[' + inside + ']';
}

}  // namespace

class PatternPrinter {
 public:
  explicit PatternPrinter(const NumberSets::Automaton& automaton) : automaton_(automaton) {}

  // Few texts are told one by one: `2 3 s` and not `[23s]`.
  std::string texts() {
    std::vector<std::pair<size_t, std::string>> stack{{0, {}}};
    for (size_t steps = 0; !stack.empty(); ++steps) {
      auto [state, text] = std::move(stack.back());
      stack.pop_back();
      if (steps > 200 || text.size() > kLengthMax) return {};
      if (automaton_.accepts[state] && !text.empty()) patterns_.push_back(text);
      if (patterns_.size() > kTextsMax) return {};
      const auto& edges = automaton_.edges[state];
      for (auto edge = edges.rbegin(); edge != edges.rend(); ++edge)
        for (int c = edge->high; c >= edge->low; --c) {
          if (stack.size() > 100) return {};
          stack.emplace_back(edge->to, text + static_cast<char>(c));
        }
    }
    return joined();
  }

  std::string print() {
    struct Step {
      size_t state;
      std::string text;
    };
    // Depth first; states that a way meets again make the way end in a mark.
    std::vector<Step> stack{{0, {}}};
    while (!stack.empty()) {
      Step step = std::move(stack.back());
      stack.pop_back();
      if (patterns_.size() >= kPatternsMax || stack.size() > 1000) return joined() + " …";
      if (anything(step.state)) {
        patterns_.push_back(step.text + '!');
        continue;
      }
      if (something(step.state)) {
        patterns_.push_back(step.text + '.');
        continue;
      }
      if (step.text.size() > kLengthMax) {
        patterns_.push_back(step.text + "…");
        continue;
      }
      if (automaton_.accepts[step.state] && !step.text.empty()) patterns_.push_back(step.text);
      auto targets = grouped(step.state);
      for (auto it = targets.rbegin(); it != targets.rend(); ++it)
        stack.push_back({it->first, step.text + shown(it->second)});
    }
    return joined();
  }

 private:
  // Whatever is dialled on a telephone leads there, and nothing elsewhere. '+' is on no keypad.
  bool full(size_t state, size_t to) const {
    Characters led{};
    for (const auto& edge : automaton_.edges[state]) {
      if (edge.to != to) return false;
      for (int c = edge.low; c <= edge.high; ++c) led[c] = true;
    }
    return std::all_of(kKeys.begin(), kKeys.end(), [&](char c) { return led[static_cast<uint8_t>(c)]; });
  }
  bool anything(size_t state) const { return automaton_.accepts[state] && full(state, state); }
  bool something(size_t state) const {
    const auto& edges = automaton_.edges[state];
    return !automaton_.accepts[state] && !edges.empty() && full(state, edges[0].to) &&
           anything(edges[0].to);
  }
  std::vector<std::pair<size_t, Characters>> grouped(size_t state) const {
    std::vector<std::pair<size_t, Characters>> targets;
    for (const auto& edge : automaton_.edges[state]) {
      auto at = std::find_if(targets.begin(), targets.end(),
                             [&](const auto& target) { return target.first == edge.to; });
      if (at == targets.end()) at = targets.insert(targets.end(), {edge.to, Characters{}});
      for (int c = edge.low; c <= edge.high; ++c) at->second[c] = true;
    }
    return targets;
  }
  std::string joined() const {
    std::string all;
    for (const std::string& pattern : patterns_) all += (all.empty() ? "" : " ") + pattern;
    return all;
  }

  const NumberSets::Automaton& automaton_;
  std::vector<std::string> patterns_;
};

std::string NumberSets::print(NumberSet a) const {
  auto written = pattern_of_.find(a.id);
  if (written != pattern_of_.end()) return written->second;
  if (a == everything_) return "!";
  if (a == dialled_) return ".";
  std::string texts = PatternPrinter(automata_[a.id]).texts();
  if (!texts.empty()) return texts;
  auto keys = product(automata_[a.id], automata_[keys_.id], Operation::intersect);
  Automaton dialled = keys ? minimal(std::move(*keys)) : Automaton{{{}}, {0}};
  if (dialled.edges[0].empty()) return PatternPrinter(automata_[a.id]).print();
  texts = PatternPrinter(dialled).texts();
  return texts.empty() ? PatternPrinter(dialled).print() : texts;
}

}  // namespace denwaban::audit
