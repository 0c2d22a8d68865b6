// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/paths/plan_index.h"

#include <algorithm>

#include "audit/dialplan/arguments.h"

namespace denwaban::audit {
namespace {

constexpr size_t kCandidatesMax = 50'000;  // of one context with its includes

std::string key_of(std::string_view name) {
  std::string key;
  for (char c : name)
    if (c != '-') key.push_back(c);
  return key;
}

std::string small(std::string_view name) {
  std::string result(name);
  for (char& c : result)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return result;
}

bool has_priority(const Candidate& candidate, int priority) {
  return candidate.extension->find(priority) != nullptr;
}

// Times of the includes on the way are gates: sometimes open.
Gate way_gate(const std::vector<parse::SearchStep>& steps, size_t at) {
  for (size_t hops = 0; at != 0 && hops < steps.size(); ++hops) {
    if (steps[at].include && !steps[at].include->timing.empty()) return Gate::time;
    at = steps[at].parent;
  }
  return Gate::none;
}

// The includes with times that a search has gone through where it came to that step.
std::set<const parse::ContextInclude*> timed(const std::vector<parse::SearchStep>& steps, size_t at) {
  std::set<const parse::ContextInclude*> all;
  for (size_t hops = 0; at != 0 && hops < steps.size(); ++hops, at = steps[at].parent)
    if (steps[at].include && !steps[at].include->timing.empty()) all.insert(steps[at].include);
  return all;
}

// Whether what stands before a candidate is open to every call that gets to it: it asks for no caller ID, and no other times.
bool always_takes(const Searched& in, const Candidate& before, const Candidate& after) {
  if (before.gate == Gate::none || before.extension->match_cid) return before.gate == Gate::none;
  if (before.step == after.step) return true;
  const auto first = timed(in.steps, before.step), second = timed(in.steps, after.step);
  return std::ranges::includes(second, first);
}

void note_assigned(std::string_view text, std::set<std::string, std::less<>>& names) {
  constexpr std::string_view kFunction = "GLOBAL(";
  for (size_t at = text.find(kFunction); at != std::string_view::npos; at = text.find(kFunction, at + 1)) {
    size_t begin = at + kFunction.size(), end = text.find(')', begin);
    if (end == std::string_view::npos) return;
    std::string_view behind = trim(text.substr(end + 1));
    if (behind.starts_with('=') && !behind.starts_with("==")) names.emplace(text.substr(begin, end - begin));
  }
}

}  // namespace

PlanIndex::PlanIndex(const parse::Dialplan& plan, NumberSets& sets, bool (*decides)(std::string_view app))
    : plan_(plan), sets_(sets), relevant_(plan, decides) {
  for (const parse::Context& context : plan.contexts) {
    for (const parse::Extension& extension : context.extensions) {
      for (const parse::Priority& priority : extension.priorities) {
        if (is_app(priority.app, "SetGlobalVar"))
          assigned_.emplace(
              trim(std::string_view(priority.arguments).substr(0, priority.arguments.find('='))));
        else if (is_app(priority.app, {"Set", "MSet", "ExecIf"}))
          note_assigned(priority.arguments, assigned_);
      }
    }
  }
}

Searched* PlanIndex::find(std::string_view context) {
  auto known = searched_.find(std::string(context));
  if (known != searched_.end()) return known->second.get();
  const parse::Context* found = plan_.find(context);
  if (!found) return nullptr;
  auto searched = std::make_unique<Searched>();
  searched->context = found;
  searched->steps = parse::search_order(plan_, context);
  for (size_t step = 0; step < searched->steps.size(); ++step) {
    const parse::Context* here = searched->steps[step].context;
    Gate way = way_gate(searched->steps, step);
    for (const parse::Extension& extension : here->extensions) {
      if (searched->candidates.size() >= kCandidatesMax) break;
      uint32_t index = static_cast<uint32_t>(searched->candidates.size());
      Gate gate = extension.match_cid ? std::max(way, Gate::caller_id) : way;
      searched->candidates.push_back(
          {&extension, here, static_cast<uint32_t>(step), sets_.of_extension(extension.name), gate});
      searched->tree.add(extension.name, index);
      if (extension.is_pattern())
        searched->patterns[small(extension.name)].push_back(index);
      else
        searched->literals[key_of(extension.name)].push_back(index);
    }
  }
  return searched_.emplace(std::string(context), std::move(searched)).first->second.get();
}

// In the order of the search.
std::vector<uint32_t> PlanIndex::taking(const Searched& in, std::string_view text) {
  std::vector<uint32_t> found = in.tree.taking(text);
  auto add = [&](const std::unordered_map<std::string, std::vector<uint32_t>>& by_name, const std::string& name) {
    if (auto named = by_name.find(name); named != by_name.end())
      found.insert(found.end(), named->second.begin(), named->second.end());
  };
  add(in.literals, key_of(text));
  // A pattern takes its own name, too (pbx.c, _extension_match_core): so AEL's jumps come back to `_5X.`.
  if (text.starts_with('_')) add(in.patterns, small(text));
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

std::vector<Part> PlanIndex::take_text(Searched& in, const std::string& text, int priority) {
  std::vector<Part> parts;
  for (uint32_t index : taking(in, text)) {
    const Candidate& candidate = in.candidates[index];
    if (!has_priority(candidate, priority)) continue;
    const bool taken = std::ranges::any_of(
        parts, [&](const Part& before) { return always_takes(in, in.candidates[before.candidate], candidate); });
    if (taken) continue;
    parts.push_back({index, sets_.everything(), candidate.gate});
    if (candidate.gate == Gate::none) break;
  }
  return parts;
}

std::vector<Part> PlanIndex::take_numbers(Searched& in, const Edit& edit, NumberSet numbers, int priority) {
  return share(in, meeting(in, edit, numbers), edit, numbers, priority);
}

// Those whose first places agree with how the edited text begins.
std::vector<uint32_t> PlanIndex::meeting(const Searched& in, const Edit& edit, NumberSet numbers) const {
  PatternElements begin;
  for (char c : edit.before[0])
    if (c != '-') begin.places.push_back(CharacterSet().set(static_cast<uint8_t>(c) & 0x7f));
  begin.end = PatternElements::End::any;
  if (edit.slices[0] == Slice{})
    for (const CharacterSet& place : sets_.first_places(numbers)) begin.places.push_back(place);
  std::vector<uint32_t> found = in.tree.meeting(begin);
  std::sort(found.begin(), found.end());
  return found;
}

std::vector<Part> PlanIndex::keep_numbers(Searched& in, uint32_t candidate, const Edit& edit,
                                          NumberSet numbers, int priority) {
  return share(in, overlapping(in, candidate), edit, numbers, priority);
}

// Each gets of the numbers what those before it in the search leave; one behind a gate takes and leaves.
std::vector<Part> PlanIndex::share(Searched& in, const std::vector<uint32_t>& among, const Edit& edit,
                                   NumberSet numbers, int priority) {
  std::vector<Part> parts;
  bool whole = edit.is_whole();
  for (uint32_t index : among) {
    const Candidate& candidate = in.candidates[index];
    if (!has_priority(candidate, priority)) continue;
    if (whole && !candidate.extension->is_pattern() && !sets_.contains(numbers, candidate.extension->name))
      continue;
    NumberSet part = left_for(in, index, priority);
    if (!whole) part = sets_.before_edit(edit, part);
    part = sets_.intersect(numbers, part);
    if (!sets_.empty(part)) parts.push_back({index, part, candidate.gate});
  }
  return parts;
}

// What the candidate takes of all numbers when those before it that have the priority had theirs.
NumberSet PlanIndex::left_for(Searched& in, uint32_t candidate, int priority) {
  uint64_t key = uint64_t{candidate} << 32 | static_cast<uint32_t>(priority);
  if (auto known = in.left.find(key); known != in.left.end()) return known->second;
  const Candidate& self = in.candidates[candidate];
  NumberSet left = self.numbers;
  std::vector<NumberSet> patterns;
  std::vector<std::string_view> literals;
  for (uint32_t index : overlapping(in, candidate)) {
    if (index >= candidate) break;
    const Candidate& other = in.candidates[index];
    if (!always_takes(in, other, self) || !has_priority(other, priority)) continue;
    if (other.extension->is_pattern())
      patterns.push_back(other.numbers);
    else
      literals.push_back(other.extension->name);
  }
  bool literal = !self.extension->is_pattern();
  if (literal && !(patterns.empty() && literals.empty())) left = sets_.none();
  if (!literal) left = sets_.subtract_all(left, std::move(patterns), std::move(literals));
  in.left.emplace(key, left);
  return left;
}

const std::vector<uint32_t>& PlanIndex::overlapping(Searched& in, uint32_t candidate) {
  auto known = in.overlaps.find(candidate);
  if (known != in.overlaps.end()) return known->second;
  const Candidate& self = in.candidates[candidate];
  std::vector<uint32_t> found;
  if (!self.extension->is_pattern()) {
    found = taking(in, self.extension->name);
  } else {
    PatternElements elements;
    if (read_extension(self.extension->name, elements)) found = in.tree.meeting(elements);
    std::sort(found.begin(), found.end());
  }
  return in.overlaps.emplace(candidate, std::move(found)).first->second;
}

}  // namespace denwaban::audit
