// SPDX-License-Identifier: GPL-3.0-or-later
// What AEL's compiler makes before it is numbered: units, which become extensions, and their steps. Inner
// part of compile_ael.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "parse/dialplan/ael/tree.h"

namespace denwaban::parse {

struct AelUnit;

struct AelStep {
  enum class Type : uint8_t { call, label, jump, loop_test, if_test, time_test };
  Type type = Type::call;
  std::string app, arguments;
  const AelStep* on_true = nullptr;
  const AelStep* on_false = nullptr;
  const AelNode* origin = nullptr;
  const AelUnit* unit = nullptr;
  int number = 0;
  DialplanPlace place;
};

struct AelUnit {
  std::string context, name, caller, hint;
  bool match_cid = false, has_hint = false, regexten = false, is_switch = false;
  bool has_switch = false, checked_switch = false;
  std::vector<AelStep*> steps;
  AelStep* loop_break = nullptr;
  AelStep* loop_continue = nullptr;
  std::vector<AelUnit*>
      inner;  // cases and catches, in the order of their making; Asterisk lists the last first
  DialplanPlace place;
};

// Keeps units and steps while a text is compiled.
class AelUnits {
 public:
  AelUnit& unit(std::string context, std::string name, DialplanPlace place);
  AelStep& step(AelStep::Type type, const AelNode* origin, DialplanPlace place);
  AelStep& call(std::string app, std::string arguments, const AelNode* origin, DialplanPlace place);

 private:
  std::deque<AelUnit> units_;
  std::deque<AelStep> steps_;
};

// Appends, and has ${EXTEN} mean what it was before a switch (linkprio).
void link_step(AelUnit& unit, AelStep& step, const AelUnit* mother);

void number_steps(AelUnit& unit);

// What Asterisk registers for a step that jumps.
struct AelCall {
  std::string app, arguments;
};
AelCall call_of(const AelStep& step);

// A number that a pattern of a `case` matches.
std::string example_of(const std::string& pattern);

std::string without_blanks_before_equals(std::string text);

}  // namespace denwaban::parse
