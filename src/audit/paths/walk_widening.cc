// SPDX-License-Identifier: GPL-3.0-or-later
// What a walk forgets so that it ends: where the ways to a line differ in several things that have several values each, their
// product is not gone through. What is forgotten counts as not known, so nothing that can be reached is lost by it.
//
// A line that has as many variants as one variable has values has them from as many callers, which is no product: those stay
// told apart, but for what a loop counts up or gathers, which goes first: others are made of it. Else the variable goes whose
// values say least: those that are not known anyway, then those that are most.
#include <absl/container/flat_hash_set.h>

#include <algorithm>
#include <tuple>
#include <utility>
#include <vector>

#include "audit/paths/walk.h"

namespace denwaban::audit {

Walk::Varied Walk::most_varied(const Line& line) const {
  struct Values {
    uint32_t last = 0;  // most variants have the value of the one before
    size_t present = 0, count = 0;
    bool unknown = false;
  };
  std::vector<Values> by_name(names_.size());
  absl::flat_hash_set<std::pair<uint32_t, uint32_t>> seen;
  for (uint32_t variant : line.variants)
    for (const Variable& variable : sets_of_variables_[variant]) {
      Values& values = by_name[variable.name];
      const bool known = values.present++ > 0 && values.last == variable.value;
      values.last = variable.value;
      if (known || !seen.emplace(variable.name, variable.value).second) continue;
      ++values.count;
      values.unknown = values.unknown || values_[variable.value].has_unknown();
    }
  Varied varied;
  std::tuple<bool, bool, size_t> best{false, false, 1};
  for (uint32_t name = 0; name < by_name.size(); ++name) {
    const Values& values = by_name[name];
    if (!values.present) continue;
    const size_t count = values.count + (values.present < line.variants.size());
    varied.values = std::max(varied.values, count);
    if (count < 2) continue;
    std::tuple<bool, bool, size_t> rank{index_.is_counter(names_[name]), values.unknown, count};
    if (rank <= best) continue;
    best = rank;
    varied.name = name;
  }
  return varied;
}

uint32_t Walk::without(uint32_t variables, const std::vector<uint32_t>& names) {
  const std::vector<Variable>& from = sets_of_variables_[variables];
  std::vector<Variable> all;
  all.reserve(from.size() + names.size());
  bool changed = false;
  auto at = from.begin();
  for (uint32_t name : names) {  // both ascend
    while (at != from.end() && at->name < name) all.push_back(*at++);
    const bool is_there = at != from.end() && at->name == name;
    all.push_back(is_there ? *at++ : Variable{name, mixed_, 0, false});
    changed = changed || !is_there || all.back().value != mixed_;
    all.back().value = mixed_;
  }
  if (!changed) return variables;
  all.insert(all.end(), at, from.end());
  return sets_of_variables_.name(all);
}

uint32_t Walk::told_apart(uint32_t variables, Line& line) {
  variables = without(variables, line.forgotten);
  while (line.variants.size() >= line.due && !line.variants.count(variables)) {
    Varied varied = most_varied(line);
    size_t few = kVariantsMin + 2 * varied.values, count = line.variants.size();
    const bool counted = varied.name && index_.is_counter(names_[*varied.name]);
    if (!varied.name || (!counted && count < kVariantsMax && count <= few)) {
      line.due = 2 * count;
      if (count < kVariantsMax) line.due = std::min(line.due, kVariantsMax);
      break;
    }
    auto& names = line.forgotten;
    names.insert(std::lower_bound(names.begin(), names.end(), *varied.name), *varied.name);
    std::unordered_set<uint32_t> left;
    for (uint32_t variant : line.variants) left.insert(without(variant, names));
    line.variants = std::move(left);
    line.due = kVariantsMin;
    variables = without(variables, names);
  }
  line.variants.insert(variables);
  return variables;
}

// Numbers that are made anew at every turn, "1${EXTEN}", count as any number that the extension takes.
void Walk::generalize(WalkState& state, Line& line) {
  state.variables = told_apart(state.variables, line);
  if (line.extens.count(state.exten)) return;
  size_t limit = values_[state.exten].constant() ? kConstantsMax : kExtensMax;
  if (line.extens.size() < limit) {
    line.extens.insert(state.exten);
    return;
  }
  constexpr uint8_t kAny = kInputsMax - 1;
  NumberSet takes = state.in->candidates[state.candidate].numbers;
  state.exten = values_.name(Value::input(kAny));
  state.inputs[kAny] = inputs_of(state, false) >> kAny & 1 ? sets_.unite(state.inputs[kAny], takes) : takes;
}

// Numbers that come by and by count as all that the extension takes.
void Walk::take_all(WalkState& state) {
  const Value& exten = values_[state.exten];
  auto input = exten.only_input();
  auto edit = exten.edit();
  if (!input || !edit) return;
  NumberSet takes = sets_.before_edit(*edit, state.in->candidates[state.candidate].numbers);
  state.inputs[*input] = sets_.unite(state.inputs[*input], takes);
}

}  // namespace denwaban::audit
