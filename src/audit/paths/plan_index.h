// SPDX-License-Identifier: GPL-3.0-or-later
// A dialplan made ready for questions about sets of numbers: what each context takes, in the order in which
// Asterisk looks (own extensions, then includes depth first), and which extension gets which part of a set,
// priority by priority. So priority bleed comes out by itself: who asks for priority 3 gets whoever has a
// priority 3.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "audit/paths/number_set.h"
#include "audit/paths/pattern_tree.h"
#include "audit/paths/relevant_names.h"
#include "audit/paths/values.h"
#include "parse/dialplan/match.h"

namespace denwaban::audit {

struct Candidate {
  const parse::Extension* extension = nullptr;
  const parse::Context* context = nullptr;
  uint32_t step = 0;  // of Searched::steps: how the search came here
  NumberSet numbers;
  Gate gate = Gate::none;  // an include with times on the way; a caller ID that is asked for
};

// One context with all that a search in it sees.
struct Searched {
  const parse::Context* context = nullptr;
  std::vector<parse::SearchStep> steps;
  std::vector<Candidate> candidates;
  std::unordered_map<std::string, std::vector<uint32_t>> literals;  // by name without dashes
  PatternTree tree;
  // By their own names, as texts that patterns take, too.
  std::unordered_map<std::string, std::vector<uint32_t>> patterns;
  // Computed when asked for: who shares numbers with a candidate, in order, and what is left for it at a priority.
  std::unordered_map<uint32_t, std::vector<uint32_t>> overlaps;
  std::unordered_map<uint64_t, NumberSet> left;
};

struct Part {
  uint32_t candidate = 0;
  NumberSet numbers;  // of the input that the extension is made of
  Gate gate = Gate::none;
};

class PlanIndex {
 public:
  PlanIndex(const parse::Dialplan& plan, NumberSets& sets, bool (*decides)(std::string_view app));

  const parse::Dialplan& plan() const { return plan_; }
  Searched* find(std::string_view context);  // null: no such context
  // Whether some line sets the global variable while the exchange runs: what [globals] says is then not its
  // value for ever.
  bool assigned_as_global(std::string_view name) const { return assigned_.find(name) != assigned_.end(); }

  // Whether the variable can have a say in where a call goes.
  bool is_relevant(std::string_view variable) const { return relevant_.has(variable); }
  bool is_counter(std::string_view variable) const { return relevant_.counts(variable); }

  // Who takes this text at this priority; several when a gate decides between them.
  std::vector<Part> take_text(Searched& in, const std::string& text, int priority);
  // Who takes which of the numbers. `edit` makes the extension of them.
  std::vector<Part> take_numbers(Searched& in, const Edit& edit, NumberSet numbers, int priority);
  // The same for numbers that `candidate` has taken at another priority.
  std::vector<Part> keep_numbers(Searched& in, uint32_t candidate, const Edit& edit, NumberSet numbers,
                                 int priority);

 private:
  std::vector<Part> share(Searched& in, const std::vector<uint32_t>& among, const Edit& edit, NumberSet numbers,
                          int priority);
  NumberSet left_for(Searched& in, uint32_t candidate, int priority);
  const std::vector<uint32_t>& overlapping(Searched& in, uint32_t candidate);
  static std::vector<uint32_t> taking(const Searched& in, std::string_view text);
  std::vector<uint32_t> meeting(const Searched& in, const Edit& edit, NumberSet numbers) const;

  const parse::Dialplan& plan_;
  NumberSets& sets_;
  RelevantNames relevant_;
  std::set<std::string, std::less<>> assigned_;
  std::unordered_map<std::string, std::unique_ptr<Searched>> searched_;
};

}  // namespace denwaban::audit
