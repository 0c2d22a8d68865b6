// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/paths/expression_run.h"

#include <algorithm>
#include <unordered_set>

namespace denwaban::audit {
namespace {

using Mark = ExpressionMachine::Mark;

// What is known of the first group's text, by sscanf("%d") in pbx_checkcondition.
enum Group : uint8_t { kNever, kEmpty, kSign, kZeros, kTrue, kFalse, kWasTrue, kWasFalse };

constexpr uint32_t kBegins = 0xfffffffe, kDone = 0xffffffff;

uint8_t read(uint8_t group, char c) {
  bool digit = c >= '0' && c <= '9';
  switch (group) {
    case kEmpty:
      if (c == '+' || c == '-') return kSign;
      [[fallthrough]];
    case kSign:
      return c == '0' ? kZeros : kTrue;
    case kZeros:
      return c == '0' ? kZeros : digit ? kTrue : kFalse;
    default:
      return group;
  }
}

uint8_t closed(uint8_t group) { return group == kEmpty || group == kZeros || group == kFalse ? kWasFalse : kWasTrue; }

}  // namespace

struct ExpressionRun::Place {
  int state = 0;
  bool consumed = false;
  uint8_t group = kNever;
  uint32_t packed() const { return static_cast<uint32_t>(state) << 4 | static_cast<uint32_t>(consumed) << 3 | group; }
  static Place of(uint32_t packed) {
    return {static_cast<int>(packed >> 4), (packed >> 3 & 1) != 0, static_cast<uint8_t>(packed & 7)};
  }
};

// A match of nothing at the beginning is taken before a longer one further on.
ExpressionRun::ExpressionRun(const RegularExpression& expression, bool only_at_start, Matching wanted)
    : machine_(expression.machine()),
      wanted_(wanted),
      only_at_start_(only_at_start || (wanted != Matching::found && expression.may_be_empty())) {}

bool ExpressionRun::wanted_at_end(const Place& place) const {
  if (place.state != machine_.last) return false;
  if (wanted_ == Matching::found) return true;
  if (place.group == kNever) return place.consumed == (wanted_ == Matching::true_text);
  return place.group == (wanted_ == Matching::true_text ? kWasTrue : kWasFalse);
}

void ExpressionRun::close(std::vector<Place>& open, Places& reached, bool starts, bool ends) const {
  std::unordered_set<uint32_t> seen;
  while (!open.empty()) {
    Place place = open.back();
    open.pop_back();
    if (!seen.insert(place.packed()).second) continue;
    const ExpressionMachine::State& state = machine_.states[static_cast<size_t>(place.state)];
    if (wanted_at_end(place)) {
      reached = {kDone};
      return;
    }
    if (state.next >= 0 || state.mark == Mark::at_end) reached.push_back(place.packed());
    if ((state.mark == Mark::at_start && !starts) || (state.mark == Mark::at_end && !ends)) continue;
    if (state.mark == Mark::opens) place.group = kEmpty;
    if (state.mark == Mark::closes) place.group = closed(place.group);
    for (int next : state.free) open.push_back({next, place.consumed, place.group});
  }
  std::sort(reached.begin(), reached.end());
  reached.erase(std::unique(reached.begin(), reached.end()), reached.end());
}

ExpressionRun::Places ExpressionRun::begin() const {
  Places reached;
  std::vector<Place> open{{machine_.first, false, kNever}};
  close(open, reached, true, false);
  if (reached.empty() || reached.back() != kDone) reached.push_back(kBegins);
  return reached;
}

ExpressionRun::Places ExpressionRun::after(const Places& places, char character) const {
  if (!places.empty() && places.back() == kDone) return places;
  std::vector<Place> open;
  for (uint32_t packed : places) {
    if (packed == kBegins) continue;
    Place place = Place::of(packed);
    const ExpressionMachine::State& state = machine_.states[static_cast<size_t>(place.state)];
    if (state.next < 0 || !state.takes.test(static_cast<uint8_t>(character))) continue;
    open.push_back({state.next, true, read(place.group, character)});
  }
  if (!only_at_start_) open.push_back({machine_.first, false, kNever});
  Places reached;
  close(open, reached, false, false);
  return reached;
}

bool ExpressionRun::accepts(const Places& places) const {
  if (!places.empty() && places.back() == kDone) return true;
  std::vector<Place> open;
  bool begins = false;
  for (uint32_t packed : places) {
    if (packed == kBegins)
      begins = true;
    else
      open.push_back(Place::of(packed));
  }
  Places reached;
  close(open, reached, begins, true);
  return !reached.empty() && reached.back() == kDone;
}

bool ExpressionRun::accepts(std::string_view text) const {
  Places places = begin();
  for (char c : text) places = after(places, c);
  return accepts(places);
}

}  // namespace denwaban::audit
