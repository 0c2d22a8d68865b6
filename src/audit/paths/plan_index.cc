// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/paths/plan_index.h"

#include <algorithm>
#include <unordered_set>

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
      if (extension.is_pattern())
        searched->patterns.push_back(index);
      else
        searched->literals[key_of(extension.name)].push_back(index);
    }
  }
  return searched_.emplace(std::string(context), std::move(searched)).first->second.get();
}

std::vector<Part> PlanIndex::take_text(Searched& in, const std::string& text, int priority) {
  std::vector<uint32_t> matching;
  if (auto named = in.literals.find(key_of(text)); named != in.literals.end()) matching = named->second;
  // A pattern takes its own name, too (pbx.c, _extension_match_core): so AEL's jumps come back to `_5X.`.
  for (uint32_t index : in.patterns)
    if (sets_.contains(in.candidates[index].numbers, text) ||
        parse::same_name(in.candidates[index].extension->name, text))
      matching.push_back(index);
  std::sort(matching.begin(), matching.end());
  std::vector<Part> parts;
  for (uint32_t index : matching) {
    const Candidate& candidate = in.candidates[index];
    if (!has_priority(candidate, priority)) continue;
    parts.push_back({index, sets_.everything(), candidate.gate});
    if (candidate.gate == Gate::none) break;
  }
  return parts;
}

std::vector<Part> PlanIndex::take_numbers(Searched& in, const Edit& edit, NumberSet numbers, int priority) {
  return share(in, nullptr, edit, numbers, priority);
}

std::vector<Part> PlanIndex::keep_numbers(Searched& in, uint32_t candidate, const Edit& edit,
                                          NumberSet numbers, int priority) {
  return share(in, &overlapping(in, candidate), edit, numbers, priority);
}

// In the order of the search each takes its part of what is left; one behind a gate takes and leaves.
std::vector<Part> PlanIndex::share(Searched& in, const std::vector<uint32_t>* among, const Edit& edit,
                                   NumberSet numbers, int priority) {
  std::vector<Part> parts;
  size_t count = among ? among->size() : in.candidates.size();
  bool whole = edit.is_whole();
  NumberSet rest = numbers;
  std::unordered_set<std::string_view> taken;  // literals of this run, to be taken out at once
  auto settle = [&] {
    if (taken.empty()) return;
    NumberSet all = sets_.of_texts({taken.begin(), taken.end()});
    rest = sets_.subtract(rest, whole ? all : sets_.before_edit(edit, all));
    taken.clear();
  };
  for (size_t i = 0; i < count; ++i) {
    uint32_t index = among ? (*among)[i] : static_cast<uint32_t>(i);
    const Candidate& candidate = in.candidates[index];
    if (!has_priority(candidate, priority)) continue;
    bool literal = !candidate.extension->is_pattern();
    if (literal && whole) {
      if (!sets_.contains(rest, candidate.extension->name)) continue;
      if (taken.count(candidate.extension->name)) continue;
      parts.push_back({index, candidate.numbers, candidate.gate});
      if (candidate.gate == Gate::none) taken.insert(candidate.extension->name);
      continue;
    }
    settle();
    if (sets_.empty(rest)) break;
    NumberSet part = sets_.intersect(rest, sets_.before_edit(edit, candidate.numbers));
    if (sets_.empty(part)) continue;
    parts.push_back({index, part, candidate.gate});
    if (candidate.gate == Gate::none) rest = sets_.subtract(rest, part);
  }
  return parts;
}

const std::vector<uint32_t>& PlanIndex::overlapping(Searched& in, uint32_t candidate) {
  auto known = in.overlaps.find(candidate);
  if (known != in.overlaps.end()) return known->second;
  std::vector<uint32_t> found;
  const Candidate& self = in.candidates[candidate];
  if (!self.extension->is_pattern()) {
    found = in.literals[key_of(self.extension->name)];
    for (uint32_t index : in.patterns)
      if (sets_.contains(in.candidates[index].numbers, self.extension->name)) found.push_back(index);
    std::sort(found.begin(), found.end());
  } else {
    for (uint32_t index = 0; index < in.candidates.size(); ++index) {
      const Candidate& other = in.candidates[index];
      bool meets = other.extension->is_pattern() ? !sets_.empty(sets_.intersect(self.numbers, other.numbers))
                                                 : sets_.contains(self.numbers, other.extension->name);
      if (meets) found.push_back(index);
    }
  }
  return in.overlaps.emplace(candidate, std::move(found)).first->second;
}

}  // namespace denwaban::audit
