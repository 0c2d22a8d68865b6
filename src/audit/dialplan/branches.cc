// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/dialplan/branches.h"

#include <algorithm>
#include <deque>
#include <memory>
#include <string>
#include <unordered_map>

namespace denwaban::audit {
namespace {

constexpr int kOldJump = 101;  // n+101 of Asterisk 1.2, where applications go by themselves

bool has_target(const std::vector<std::string>& branches, size_t index) {
  return index < branches.size() && !trim(branches[index]).empty();
}

int decided(const parse::Priority& line, const Constant& constant) {
  if (!is_app(line.app, {"GotoIf", "GosubIf"})) return -1;
  return constant(split_arguments(line.arguments, '?', 2)[0]);
}

bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

// Which extensions' lines name a label, in whatever way, or go to a priority's number.
class Names {
 public:
  explicit Names(const std::vector<PlanLine>& lines) {
    for (const PlanLine& line : lines) {
      std::string_view text = line.priority->arguments;
      for (size_t begin = 0, end = 0; begin < text.size(); begin = end + 1) {
        for (end = begin; end < text.size() && is_word_character(text[end]);) ++end;
        if (end > begin) note(words_, std::string(text.substr(begin, end - begin)), line.extension);
      }
      for (const Jump& jump : jumps(line.priority->app, line.priority->arguments)) {
        const bool open = jump.target.priority.find('$') != std::string::npos;
        note(numbers_, open ? kAny : jump.target.priority, line.extension);
      }
    }
  }
  bool has_elsewhere(const parse::Priority& one, const parse::Extension& here) const {
    return stands_elsewhere(words_, one.label, here) || stands_elsewhere(numbers_, std::to_string(one.number), here) ||
           stands_elsewhere(numbers_, kAny, here);
  }

 private:
  using Holders = std::unordered_map<std::string, const parse::Extension*>;
  static constexpr const char* kAny = "$";

  static void note(Holders& holders, const std::string& word, const parse::Extension* extension) {
    auto [at, is_new] = holders.emplace(word, extension);
    if (!is_new && at->second != extension) at->second = nullptr;  // several
  }
  static bool stands_elsewhere(const Holders& holders, const std::string& word, const parse::Extension& than) {
    auto found = holders.find(word);
    return found != holders.end() && found->second != &than;
  }

  Holders words_, numbers_;
};

// One extension, and what of it a call gets to that begins at its first line or at one that others may name.
class Within {
 public:
  Within(const parse::Context& context, const parse::Extension& extension, const Names& names)
      : context_(context), extension_(extension), names_(names) {}

  std::unordered_set<const parse::Priority*> reached(const Constant& constant) const {
    std::unordered_set<const parse::Priority*> seen;
    std::deque<const parse::Priority*> waiting;
    auto reach = [&](const parse::Priority* one) {
      if (one && seen.insert(one).second) waiting.push_back(one);
    };
    for (const parse::Priority& one : extension_.priorities)
      if (&one == &extension_.priorities.front() || may_be_named(one)) reach(&one);
    while (!waiting.empty()) {
      const parse::Priority& line = *waiting.front();
      waiting.pop_front();
      const Branches branches = branches_of(line, constant);
      if (branches.falls_through) reach(extension_.find(line.number + 1));
      for (const Jump& jump : branches.jumps)
        for (const parse::Priority& one : extension_.priorities)
          if (may_be(jump.target, one)) reach(&one);
    }
    return seen;
  }

 private:
  bool may_be_named(const parse::Priority& one) const {
    return one.number >= kOldJump || follows_another(one) || names_.has_elsewhere(one, extension_);
  }
  // A call that runs out of lines in another extension of the context goes on here, where both match.
  bool follows_another(const parse::Priority& one) const {
    return std::any_of(context_.extensions.begin(), context_.extensions.end(), [&](const parse::Extension& other) {
      const parse::Priority* before = &other == &extension_ ? nullptr : other.find(one.number - 1);
      return before && !other.find(one.number) && !ends_call(before->app);
    });
  }
  static bool may_be(const JumpTarget& target, const parse::Priority& one) {
    const std::string& to = target.priority;
    return to.find('$') != std::string::npos || to.find('+') != std::string::npos || to == one.label ||
           to == std::to_string(one.number);
  }

  const parse::Context& context_;
  const parse::Extension& extension_;
  const Names& names_;
};

bool ends_before_others(const PlanLine& line) {
  return ends_call(line.priority->app) && line.priority != &line.extension->priorities.back();
}

}  // namespace

bool ends_call(std::string_view app) {
  return is_app(app, {"Hangup", "Busy", "Congestion", "Return", "MacroExit", "Goto", "PRI_CAUSE", "PBX_HANGUP"});
}

Branches branches_of(const parse::Priority& line, const Constant& constant) {
  Branches all{jumps(line.app, line.arguments), !ends_call(line.app)};
  if (!is_app(line.app, {"GotoIf", "GosubIf"}) || all.jumps.empty()) return all;
  const std::vector<std::string> halves = split_arguments(line.arguments, '?', 2);
  const std::vector<std::string> targets = split_arguments(halves.size() > 1 ? halves[1] : "", ':', 2);
  const bool first = has_target(targets, 0), second = has_target(targets, 1);
  const int known = decided(line, constant);
  if (known == 0 && first) all.jumps.erase(all.jumps.begin());
  if (known == 1) all.jumps.resize(first ? 1 : 0);
  const bool leaves = (first && second) || (first && known == 1) || (second && known == 0);
  if (is_app(line.app, "GotoIf") && leaves) all.falls_through = false;
  return all;
}

std::unordered_set<const parse::Priority*> dead_lines(const std::vector<PlanLine>& lines, const Constant& constant) {
  std::unordered_set<const parse::Priority*> dead;
  std::unordered_set<const parse::Extension*> done;
  std::unique_ptr<Names> names;
  for (const PlanLine& line : lines) {
    const bool divides = decided(*line.priority, constant) >= 0 || ends_before_others(line);
    if (!divides || !done.insert(line.extension).second) continue;
    if (!names) names = std::make_unique<Names>(lines);
    const auto reached = Within(*line.context, *line.extension, *names).reached(constant);
    for (const parse::Priority& one : line.extension->priorities)
      if (!reached.count(&one)) dead.insert(&one);
  }
  return dead;
}

}  // namespace denwaban::audit
