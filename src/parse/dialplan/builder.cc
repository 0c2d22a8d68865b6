// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/dialplan/builder.h"

#include <algorithm>
#include <utility>

#include "parse/dialplan/pattern.h"
#include "parse/dialplan/timing.h"

namespace denwaban::parse {

using Kind = DialplanProblem::Kind;

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

void DialplanLedger::problem(DialplanProblem problem) {
  if (problems.size() < limits.problems_max) problems.push_back(std::move(problem));
}

uint32_t DialplanLedger::file_index(const std::string& path) {
  auto [found, is_new] = file_indexes.try_emplace(path, static_cast<uint32_t>(files.size()));
  if (is_new) files.push_back(path);
  return found->second;
}

bool DialplanLedger::take_priority(DialplanPlace place) {
  if (++priorities <= limits.priorities_max) return true;
  if (!full) problem({Kind::limit, place, {}, {}, {}, 0, "priorities"});
  full = true;
  return false;
}

// With a caller-ID part before without.
bool ContextBuilder::Order::operator()(const Key& left, const Key& right) const {
  int order = compare_extensions(left.extension, right.extension);
  if (order != 0) return order < 0;
  if (left.match_cid != right.match_cid) return left.match_cid;
  return left.match_cid && compare_extensions(left.cid, right.cid) < 0;
}

ContextBuilder::ContextBuilder(std::string name, Registrar registrar, DialplanPlace place,
                               DialplanLedger& ledger)
    : ledger_(ledger) {
  context_.name = std::move(name);
  context_.registrar = registrar == Registrar::ael ? "pbx_ael" : "pbx_config";
  context_.place = place;
}

DialplanProblem ContextBuilder::about(Kind kind, DialplanPlace place, std::string what) const {
  return {kind, place, {}, context_.name, {}, 0, std::move(what)};
}

bool ContextBuilder::add(NewPriority added) {
  DialplanPlace place = added.priority.place;
  if (added.extension.empty()) {
    ledger_.problem(about(Kind::empty_extension, place, added.priority.app));
    return false;
  }
  if (!ledger_.take_priority(place)) return false;
  std::string name = without_blanks(added.extension);
  bool is_hint = added.priority.number == -1;
  Key key{is_hint ? name : without_fluff(added.extension), added.match_cid,
          added.match_cid ? without_fluff(added.cid) : std::string()};
  if (has_unclosed_set(name)) {
    DialplanProblem problem = about(Kind::unclosed_set, place, name);
    problem.extension = name;
    ledger_.problem(std::move(problem));
  }
  return add_priority(extensions_[std::move(key)], std::move(name), std::move(added.priority));
}

// The list is only walked up to the new priority's place, so later ones with the label are not seen.
bool ContextBuilder::repeats_label(const Draft& draft, const Priority& priority) const {
  if (priority.label.empty()) return false;
  auto label = draft.labels.find(priority.label);
  if (label == draft.labels.end()) return false;
  if (label->second.lowest < priority.number) return true;
  auto next = draft.priorities.lower_bound(priority.number);
  return next != draft.priorities.end() && next->first != priority.number &&
         next->second.priority.label == priority.label;
}

bool ContextBuilder::add_priority(Draft& draft, std::string name, Priority priority) {
  DialplanProblem problem = about(Kind::duplicate_label, priority.place, priority.label);
  problem.extension = name;
  problem.priority = priority.number;
  if (repeats_label(draft, priority)) {
    problem.other = draft.priorities.at(draft.labels.find(priority.label)->second.lowest).priority.place;
    ledger_.problem(problem);
    priority.label.clear();
  }
  auto there = draft.priorities.find(priority.number);
  if (there != draft.priorities.end()) {
    problem.kind = Kind::duplicate_priority;
    problem.what = priority.app;
    problem.other = there->second.priority.place;
    ledger_.problem(std::move(problem));
    return false;
  }
  if (!priority.label.empty()) {
    auto [label, is_new] = draft.labels.try_emplace(priority.label, Label{priority.number, priority.number});
    label->second.lowest = std::min(label->second.lowest, priority.number);
    label->second.latest = priority.number;
  }
  int number = priority.number;
  draft.priorities.emplace(number, Draft::Entry{std::move(name), std::move(priority)});
  return true;
}

void ContextBuilder::add_include(std::string_view written, DialplanPlace place, Registrar registrar) {
  if (!includes_.insert(lower_case(written)).second) {
    ledger_.problem(about(Kind::duplicate_include, place, std::string(written)));
    return;
  }
  ContextInclude include;
  include.written = std::string(written);
  size_t separator = written.find('|');
  if (separator == std::string_view::npos) separator = written.find(',');
  include.context = std::string(written.substr(0, separator));
  if (separator != std::string_view::npos) include.timing = std::string(written.substr(separator + 1));
  include.place = place;
  include.registrar = registrar;
  if (include.context == context_.name) {
    ledger_.problem(about(Kind::include_of_itself, place, include.context));
  }
  if (!include.timing.empty() && !parse_timing(include.timing).valid) {
    ledger_.problem(about(Kind::include_times_invalid, place, include.timing));
  }
  context_.includes.push_back(std::move(include));
}

void ContextBuilder::add_ignore_pattern(std::string_view pattern, DialplanPlace place, Registrar registrar) {
  if (ignored_.insert(lower_case(pattern)).second) {
    context_.ignore_patterns.push_back({std::string(pattern), place, registrar});
  } else {
    ledger_.problem(about(Kind::duplicate_ignorepat, place, std::string(pattern)));
  }
}

void ContextBuilder::add_switch(std::string_view name, std::string_view data, bool evaluated,
                                DialplanPlace place, Registrar registrar) {
  std::string both = std::string(name).append(1, '/').append(data);
  if (switches_.insert(lower_case(both)).second) {
    context_.switches.push_back({std::string(name), std::string(data), evaluated, place, registrar});
  } else {
    ledger_.problem(about(Kind::duplicate_switch, place, both));
  }
}

int ContextBuilder::find_label(std::string_view extension, bool has_caller, std::string_view caller,
                               std::string_view label) {
  for (const auto& [key, draft] : extensions_) {
    if (++ledger_.label_steps > ledger_.limits.label_steps_max) {
      if (!ledger_.full) ledger_.problem({Kind::limit, {}, {}, context_.name, {}, 0, "labels"});
      ledger_.full = true;
      return 0;
    }
    if (draft.labels.empty() || match_extension(key.extension, extension) == MatchResult::none) continue;
    if (key.match_cid && !match_caller(key.cid, has_caller ? caller : std::string_view())) continue;
    auto found = draft.labels.find(label);
    if (found != draft.labels.end()) return found->second.latest;
  }
  return 0;
}

void ContextBuilder::merge(Context earlier) {
  for (Extension& extension : earlier.extensions) {
    Key key{without_fluff(extension.name), extension.match_cid, extension.cid};
    Draft& draft = extensions_[std::move(key)];
    if (extension.has_hint) add_priority(draft, extension.name, std::move(extension.hint));
    for (Priority& priority : extension.priorities) add_priority(draft, extension.name, std::move(priority));
  }
  for (const ContextInclude& i : earlier.includes) add_include(i.written, i.place, i.registrar);
  for (const ContextSwitch& s : earlier.switches)
    add_switch(s.name, s.data, s.evaluated, s.place, s.registrar);
  for (const IgnorePattern& i : earlier.ignore_patterns) add_ignore_pattern(i.pattern, i.place, i.registrar);
}

Context ContextBuilder::take() {
  while (!extensions_.empty()) {
    auto node = extensions_.extract(extensions_.begin());
    Draft& draft = node.mapped();
    Extension extension;
    extension.name = draft.priorities.begin()->second.name;
    extension.match_cid = node.key().match_cid;
    extension.cid = node.key().cid;
    for (auto& [number, entry] : draft.priorities) {
      if (number == -1) {
        extension.has_hint = true;
        extension.hint = std::move(entry.priority);
      } else {
        extension.priorities.push_back(std::move(entry.priority));
      }
    }
    context_.extensions.push_back(std::move(extension));
  }
  return std::move(context_);
}

ContextBuilder& ContextsBuilder::find_or_create(std::string_view name, DialplanPlace place) {
  auto [found, is_new] = index_.try_emplace(std::string(name), contexts_.size());
  if (is_new) contexts_.emplace_back(std::string(name), registrar_, place, ledger_);
  return contexts_[found->second];
}

ContextBuilder* ContextsBuilder::find(std::string_view name) {
  auto found = index_.find(std::string(name));
  return found == index_.end() ? nullptr : &contexts_[found->second];
}

std::vector<Context> ContextsBuilder::take() {
  std::vector<Context> contexts;
  contexts.reserve(contexts_.size());
  for (ContextBuilder& builder : contexts_) contexts.push_back(builder.take());
  contexts_.clear();
  index_.clear();
  return contexts;
}

}  // namespace denwaban::parse
