// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/dialplan/match.h"

#include <algorithm>
#include <functional>
#include <string>
#include <unordered_set>

#include "parse/dialplan/builder.h"
#include "parse/dialplan/pattern.h"

namespace denwaban::parse {
namespace {

constexpr size_t kStackMax = 128;  // AST_PBX_MAX_STACK

using PriorityOf = std::function<const Priority*(const Extension& extension)>;

bool is_open(const ContextInclude& include, const MatchOptions& options) {
  if (include.timing.empty() || options.times == MatchOptions::Times::open) return true;
  if (options.times == MatchOptions::Times::closed) return false;
  return parse_timing(include.timing).contains(options.time);
}

bool look_into(const Context& context, std::string_view number, std::string_view caller_id,
               const PriorityOf& priority_of, ExtensionMatch& match) {
  for (const Extension& extension : context.extensions) {
    if (match_extension(extension.name, number) == MatchResult::none) continue;
    if (extension.match_cid && !match_caller(extension.cid, caller_id)) continue;
    match.knows_number = true;
    const Priority* priority = priority_of(extension);
    if (priority == nullptr) continue;
    match.context = &context;
    match.extension = &extension;
    match.priority = priority;
    return true;
  }
  return false;
}

ExtensionMatch search(const Dialplan& plan, std::string_view context, std::string_view number,
                      std::string_view caller_id, const PriorityOf& priority_of,
                      const MatchOptions& options) {
  ExtensionMatch match;
  std::vector<SearchStep> steps = search_order(plan, context, options);
  for (size_t i = 0; i < steps.size(); ++i) {
    if (look_into(*steps[i].context, number, caller_id, priority_of, match)) {
      for (size_t at = i; at != 0; at = steps[at].parent) match.through.push_back(steps[at].include);
      std::reverse(match.through.begin(), match.through.end());
      break;
    }
    for (const ContextSwitch& asked : steps[i].context->switches) {
      match.switches.push_back({steps[i].context, &asked});
    }
  }
  return match;
}

}  // namespace

// Depth first, by a stack of our own. The names that were looked into compare without case, the contexts are
// found with case; nothing is ever taken from that list again.
std::vector<SearchStep> search_order(const Dialplan& plan, std::string_view context,
                                     const MatchOptions& options) {
  struct Frame {
    size_t step;
    size_t next_include;
  };
  std::vector<SearchStep> steps;
  std::unordered_set<std::string> seen;
  const Context* first = plan.find(context);
  if (first == nullptr) return steps;
  steps.push_back({first, nullptr, 0});
  seen.insert(lower_case(first->name));
  std::vector<Frame> stack{{0, 0}};
  while (!stack.empty()) {
    Frame& frame = stack.back();
    const Context& current = *steps[frame.step].context;
    if (frame.next_include >= current.includes.size()) {
      stack.pop_back();
      continue;
    }
    const ContextInclude& include = current.includes[frame.next_include++];
    if (!is_open(include, options) || steps.size() >= kStackMax) continue;
    const Context* included = plan.find(include.context);
    if (seen.count(lower_case(include.context)) != 0 || included == nullptr) continue;
    seen.insert(lower_case(include.context));
    steps.push_back({included, &include, frame.step});
    stack.push_back({steps.size() - 1, 0});
  }
  return steps;
}

ExtensionMatch find_extension(const Dialplan& plan, std::string_view context, std::string_view number,
                              std::string_view caller_id, int priority, const MatchOptions& options) {
  auto by_number = [&](const Extension& extension) { return extension.find(priority); };
  return search(plan, context, number, caller_id, by_number, options);
}

ExtensionMatch find_label(const Dialplan& plan, std::string_view context, std::string_view number,
                          std::string_view caller_id, std::string_view label, const MatchOptions& options) {
  auto by_label = [&](const Extension& extension) -> const Priority* {
    auto found = std::find_if(extension.priorities.begin(), extension.priorities.end(),
                              [&](const Priority& priority) { return priority.label == label; });
    return found == extension.priorities.end() ? nullptr : &*found;
  };
  return search(plan, context, number, caller_id, by_label, options);
}

}  // namespace denwaban::parse
