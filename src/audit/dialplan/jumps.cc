// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "audit/dialplan/arguments.h"

namespace denwaban::audit {
namespace {

// Of "(a,b)" behind Gosub's priority. The text up to it is what is left.
std::string take_call_arguments(std::string_view& text) {
  size_t open = std::string_view::npos;
  int depth = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '{' || text[i] == '[') ++depth;
    if (text[i] == '}' || text[i] == ']') --depth;
    if (text[i] == '(' && depth == 0) {
      open = i;
      break;
    }
  }
  if (open == std::string_view::npos) return {};
  size_t close = text.rfind(')');
  if (close == std::string_view::npos || close < open) close = text.size();
  std::string arguments(text.substr(open + 1, close - open - 1));
  text = text.substr(0, open);
  return arguments;
}

void add(std::vector<Jump>& all, std::string_view text, bool returns, bool conditional) {
  if (trim(text).empty()) return;
  all.push_back({jump_target(trim(text)), returns, conditional});
}

std::string joined(const std::vector<std::string>& arguments, size_t first) {
  std::string all;
  for (size_t i = first; i < arguments.size(); ++i) all += (i > first ? "," : "") + arguments[i];
  return all;
}

void add_macro(std::vector<Jump>& all, const std::vector<std::string>& arguments, size_t first, bool conditional) {
  std::string_view name = argument(arguments, first);
  if (name.empty()) return;
  Jump jump;
  jump.target.context = "macro-" + std::string(name);
  jump.target.extension = "s";
  jump.target.priority = "1";
  jump.target.arguments = joined(arguments, first + 1);
  jump.returns = true;
  jump.conditional = conditional;
  all.push_back(std::move(jump));
}

// "condition?here:there", where either may be missing.
void add_branches(std::vector<Jump>& all, std::string_view text, bool returns) {
  std::vector<std::string> parts = split_arguments(text, '?', 2);
  if (parts.size() < 2) return;
  for (const std::string& branch : split_arguments(parts[1], ':', 2)) add(all, branch, returns, true);
}

void add_macro_branches(std::vector<Jump>& all, std::string_view text) {
  std::vector<std::string> parts = split_arguments(text, '?', 2);
  if (parts.size() < 2) return;
  for (const std::string& branch : split_arguments(parts[1], ':', 2))
    add_macro(all, application_arguments(branch), 0, true);
}

// Dial's options that run code or go on elsewhere: parts joined with '^'.
void add_options(std::vector<Jump>& all, const std::vector<AppOption>& options) {
  for (const AppOption& option : options) {
    std::string text = option.argument;
    if (text.empty() || std::string_view("GFMUbBK").find(option.letter) == std::string_view::npos) continue;
    if (option.letter == 'M') {
      add_macro(all, split_arguments(text, '^'), 0, false);
      continue;
    }
    if (option.letter == 'U') {
      std::vector<std::string> parts = split_arguments(text, '^');
      all.push_back({{std::string(argument(parts, 0)), "s", "1", joined(parts, 1)}, true, false});
      continue;
    }
    std::replace(text.begin(), text.end(), '^', ',');
    add(all, text, option.letter != 'G' && option.letter != 'F', false);
  }
}

void add_members_gosub(std::vector<Jump>& all, std::string_view gosub) {
  if (gosub.empty()) return;
  const std::vector<std::string> parts = split_arguments(gosub, '(', 2);
  std::string given(argument(parts, 1));
  if (given.ends_with(')')) given.pop_back();
  all.push_back({{std::string(trim(argument(parts, 0))), "s", "1", given}, true, false});
}

// Queue(name,options,URL,announcement,timeout,AGI,macro,gosub,...): what runs for the member who answers (apps/app_queue.c).
// Asterisk 21 has no macros, and the gosub in their place.
void add_queue(std::vector<Jump>& all, const std::vector<std::string>& arguments) {
  constexpr size_t kMacro = 6, kGosub = 7;
  if (!argument(arguments, kMacro).empty()) add_macro(all, {std::string(argument(arguments, kMacro))}, 0, false);
  add_members_gosub(all, argument(arguments, kMacro));
  add_members_gosub(all, argument(arguments, kGosub));
}

// Set(CHANNEL(hangup_handler_push)=context,exten,priority(arguments)), which runs on the channel when it ends
// (main/pbx_hangup_handler.c).
void add_hangup_handler(std::vector<Jump>& all, std::string_view assignment, bool conditional) {
  const size_t equals = assignment.find('=');
  if (equals == std::string_view::npos) return;
  const std::string_view name = trim(assignment.substr(0, equals));
  if (name == "CHANNEL(hangup_handler_push)" || name == "CHANNEL(hangup_handler_wipe)")
    add(all, assignment.substr(equals + 1), true, conditional);
}

void collect(std::vector<Jump>& all, std::string_view app, std::string_view arguments, bool conditional) {
  if (is_app(app, "Goto")) add(all, arguments, false, conditional);
  if (is_app(app, "Gosub")) add(all, arguments, true, conditional);
  if (is_app(app, {"GotoIf", "GotoIfTime"})) add_branches(all, arguments, false);
  if (is_app(app, {"GosubIf", "GosubIfTime"})) add_branches(all, arguments, true);
  if (is_app(app, {"Macro", "MacroExclusive"})) add_macro(all, application_arguments(arguments), 0, conditional);
  if (is_app(app, "MacroIf")) add_macro_branches(all, arguments);
  if (is_app(app, "Queue")) add_queue(all, application_arguments(arguments));
  if (is_app(app, "Set")) add_hangup_handler(all, arguments, conditional);
  if (is_app(app, {"Dial", "RetryDial"})) {
    std::vector<std::string> parts = application_arguments(arguments);
    add_options(all, app_options(argument(parts, is_app(app, "Dial") ? 2 : 5)));
  }
}

}  // namespace

JumpTarget jump_target(std::string_view text) {
  JumpTarget target;
  target.arguments = take_call_arguments(text);
  std::vector<std::string> parts = application_arguments(text);
  size_t count = std::min<size_t>(parts.size(), 3);
  target.priority = std::string(argument(parts, count - 1));
  if (count > 1) target.extension = std::string(argument(parts, count - 2));
  if (count > 2) target.context = std::string(argument(parts, 0));
  return target;
}

std::vector<Jump> jumps(std::string_view app, std::string_view arguments) {
  std::vector<Jump> all;
  for (const Doing& one : doings(app, arguments)) collect(all, one.app, one.arguments, one.conditional);
  return all;
}

}  // namespace denwaban::audit
