// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/dialplan/checked_values.h"

#include <algorithm>

#include "audit/dialplan/arguments.h"

namespace denwaban::audit {
namespace {

// Quotes and blanks around.
std::string_view bare(std::string_view text) {
  text = trim(text);
  if (text.size() > 1 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
  return text;
}

int kind_of(char c) { return c >= '0' && c <= '9' ? 1 : c >= 'A' && c <= 'Z' ? 2 : c >= 'a' && c <= 'z' ? 3 : 0; }

// "[+-z]" has all between them, and so has "[A-z]".
bool is_odd_range(std::string_view pattern, size_t at) {
  if (pattern[at] != '-' || at == 0 || at + 1 >= pattern.size()) return false;
  char low = pattern[at - 1], high = pattern[at + 1];
  return low != '[' && high != ']' && (kind_of(low) == 0 || kind_of(low) != kind_of(high));
}

// "^\+?[0-9]+$": all of the text, and only characters that do no harm.
bool is_safe_pattern(std::string_view pattern) {
  if (pattern.size() < 3 || pattern.front() != '^' || pattern.back() != '$') return false;
  pattern = pattern.substr(1, pattern.size() - 2);
  int braces = 0;
  for (size_t i = 0; i < pattern.size(); ++i) {
    char c = pattern[i];
    if (c == '{') ++braces;
    if (c == '}') --braces;
    bool escaped = i > 0 && pattern[i - 1] == '\\';
    if (c == ',' && braces == 1) continue;
    if (c == '.' && escaped) continue;
    bool alphanumeric = kind_of(c) > 0;
    if (is_odd_range(pattern, i)) return false;
    if (escaped && alphanumeric && c != 'd' && c != 'w') return false;  // \S, \W …
    if (!alphanumeric && std::string_view("+*?#[]{}-_\\ ").find(c) == std::string_view::npos) return false;
  }
  return true;
}

// "${NAME}" or "${CALLERID(num)}" alone.
std::string one_reference(std::string_view text) {
  std::vector<Reference> all = references(text);
  bool alone = all.size() == 1 && all[0].begin == 0 && all[0].end == text.size();
  return alone && all[0].kind != Reference::Kind::expression && !all[0].sliced ? std::string(text) : std::string();
}

// What follows a function that answers 1: nothing, or "= 1".
bool asks_for_one(std::string_view rest) {
  rest = trim(rest);
  while (rest.starts_with('=')) rest.remove_prefix(1);
  return rest.empty() || bare(rest) == "1";
}

std::string by_operator(std::string_view text) {
  for (std::string_view sign : {"=~", ":"}) {
    size_t at = text.find(sign, std::min(text.find('}'), text.size()));
    if (at == std::string_view::npos) continue;
    bool safe = is_safe_pattern(bare(text.substr(at + sign.size())));
    return safe ? one_reference(bare(text.substr(0, at))) : std::string();
  }
  return {};
}

std::string by_function(std::string_view text) {
  std::vector<Reference> all = references(text);
  if (all.empty() || all[0].kind != Reference::Kind::function || all[0].name != "REGEX" || all[0].begin != 0) return {};
  if (!asks_for_one(text.substr(all[0].end))) return {};
  std::string_view arguments = all[0].arguments;
  size_t close = arguments.size() > 1 && arguments[0] == '"' ? arguments.find('"', 1) : std::string_view::npos;
  if (close == std::string_view::npos || !is_safe_pattern(arguments.substr(1, close - 1))) return {};
  return one_reference(bare(arguments.substr(close + 1)));
}

bool is_label_here(const JumpTarget& target) {
  return target.context.empty() && target.extension.empty() && !target.priority.empty();
}

}  // namespace

std::string checked_reference(std::string_view condition) {
  std::string_view text = trim(condition);
  if (std::string name = by_function(text); !name.empty()) return name;
  if (text.size() < 4 || !text.starts_with("$[") || !text.ends_with(']')) return {};
  text = trim(text.substr(2, text.size() - 3));
  std::string name = by_function(text);
  return name.empty() ? by_operator(text) : name;
}

CheckedValues::CheckedValues(const parse::Extension& extension) {
  bool asks = std::any_of(extension.priorities.begin(), extension.priorities.end(), [](const parse::Priority& line) {
    return is_app(line.app, "GotoIf") && line.arguments.find('^') != std::string::npos;
  });
  if (!asks) return;
  for (const parse::Priority& line : extension.priorities)
    for (const Jump& jump : jumps(line.app, line.arguments))
      if (jump.target.context.empty()) ++jumps_[jump.target.priority];
}

void CheckedValues::before(const parse::Priority& line, OutsideVariables& variables) {
  if (!line.label.empty()) variables.may_come_from_elsewhere();
  auto found = line.label.empty() ? checked_.end() : checked_.find(line.label);
  if (found != checked_.end() && !falls_through_ && jumps_[line.label] == 1) variables.forget(found->second);
}

void CheckedValues::after(const parse::Priority& line, OutsideVariables& variables) {
  falls_through_ = !is_app(line.app, {"Goto", "Hangup", "Busy", "Congestion", "Return"});
  if (!is_app(line.app, "GotoIf")) return;
  std::vector<std::string> parts = split_arguments(line.arguments, '?', 2);
  std::string checked = parts.size() == 2 ? checked_reference(parts[0]) : std::string();
  if (checked.empty() || checked.find('(') != std::string::npos) return;
  std::string name = checked.substr(2, checked.size() - 3);
  std::vector<std::string> branches = split_arguments(parts[1], ':', 2);
  if (trim(branches[0]).empty()) return variables.forget(name);  // ?:refused
  JumpTarget target = jump_target(branches[0]);
  if (is_label_here(target)) checked_[target.priority] = name;
  if (branches.size() == 2 && !trim(branches[1]).empty()) falls_through_ = false;
}

}  // namespace denwaban::audit
