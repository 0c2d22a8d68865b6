// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/paths/door_groups.h"

#include <algorithm>
#include <map>

#include "audit/paths/relevant_names.h"

namespace denwaban::audit {
namespace {

Gate weakest_of(const std::vector<Entry>& entries) {
  return std::min_element(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.gate < b.gate; })->gate;
}

std::string_view plain(std::string_view name) {
  while (name.starts_with('_')) name.remove_prefix(1);
  return name;
}

}  // namespace

std::vector<std::vector<Entry>> group_doors(const std::vector<Entry>& all, const RelevantTest& is_relevant) {
  std::map<std::tuple<std::string, bool, NumberSet, std::vector<std::pair<std::string, std::string>>>, std::vector<Entry>>
      groups;
  for (const Entry& entry : all) {
    if (entry.barred) continue;
    auto variables = entry.start.variables;
    std::erase_if(variables, [&](const auto& one) { return !is_relevant(plain(one.first)); });
    groups[{entry.start.context, entry.number_given, entry.start.numbers, variables}].push_back(entry);
  }
  std::vector<std::vector<Entry>> open_first;
  for (auto& [key, entries] : groups) open_first.push_back(std::move(entries));
  std::stable_sort(open_first.begin(), open_first.end(),
                   [](const auto& a, const auto& b) { return weakest_of(a) < weakest_of(b); });
  return open_first;
}

bool is_known_of(const Start& start, const RelevantTest& is_relevant) {
  return std::any_of(start.variables.begin(), start.variables.end(),
                     [&](const auto& one) { return is_relevant(plain(one.first)); });
}

std::vector<std::vector<Entry>> take_known_callers(std::vector<Entry>& entries, size_t most) {
  std::map<std::string, std::vector<Entry>> by_caller;
  for (const Entry& entry : entries)
    if (!entry.caller.empty()) by_caller[entry.caller].push_back(entry);
  if (by_caller.size() > most) return {};
  std::erase_if(entries, [](const Entry& entry) { return !entry.caller.empty(); });
  std::vector<std::vector<Entry>> groups;
  for (auto& [caller, theirs] : by_caller) {
    for (Entry& entry : theirs) {
      // Inherited by calls that this one makes.
      entry.start.variables.emplace_back("__" + std::string(kCallerNumber), caller);
      entry.caller.clear();
    }
    groups.push_back(std::move(theirs));
  }
  return groups;
}

}  // namespace denwaban::audit
