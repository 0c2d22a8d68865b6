// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/dialplan/ael/unit.h"

#include <fmt/format.h>

#include <algorithm>

namespace denwaban::parse {
namespace {

using Type = AelStep::Type;

constexpr size_t kTextMax = 1999;  // char appargs[2000]

std::string cut(std::string text) {
  if (text.size() > kTextMax) text.resize(kTextMax);
  return text;
}

void replace_all(std::string& text, std::string_view what, std::string_view by) {
  for (size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
}

bool has_else(const AelNode* node) { return node != nullptr && !node->otherwise.empty(); }

std::string jump_target(const AelStep& target) {
  if (target.origin != nullptr && target.origin->kind == AelNode::Kind::choice && target.unit != nullptr) {
    return fmt::format("{},{}", target.unit->name, target.number);
  }
  bool behind =
      target.origin != nullptr && target.origin->kind == AelNode::Kind::if_time && has_else(target.origin);
  return std::to_string(target.number + (behind ? 1 : 0));
}

}  // namespace

AelUnit& AelUnits::unit(std::string context, std::string name, DialplanPlace place) {
  AelUnit& made = units_.emplace_back();
  made.context = std::move(context);
  made.name = std::move(name);
  made.place = place;
  return made;
}

AelStep& AelUnits::step(Type type, const AelNode* origin, DialplanPlace place) {
  AelStep& made = steps_.emplace_back();
  made.type = type;
  made.origin = origin;
  made.place = place;
  return made;
}

AelStep& AelUnits::call(std::string app, std::string arguments, const AelNode* origin, DialplanPlace place) {
  AelStep& made = step(Type::call, origin, place);
  made.app = std::move(app);
  made.arguments = cut(std::move(arguments));
  return made;
}

void link_step(AelUnit& unit, AelStep& step, const AelUnit* mother) {
  unit.steps.push_back(&step);
  if (step.unit == nullptr) step.unit = &unit;
  if (!unit.has_switch && (mother == nullptr || !mother->has_switch)) return;
  replace_all(step.arguments, "${EXTEN}", "${~~EXTEN~~}");
  replace_all(step.arguments, "${EXTEN:", "${~~EXTEN~~:");
}

void number_steps(AelUnit& unit) {
  int number = unit.is_switch ? 10 : unit.regexten ? 2 : 1;
  for (AelStep* step : unit.steps) {
    step->number = number;
    if (step->type != Type::label) ++number;
  }
}

AelCall call_of(const AelStep& step) {
  switch (step.type) {
    case Type::call:
    case Type::label:
      break;
    case Type::jump:
      return {"Goto", step.on_true == nullptr ? std::string() : jump_target(*step.on_true)};
    case Type::loop_test:
    case Type::if_test: {
      int otherwise = step.on_false == nullptr ? 0 : step.on_false->number;
      if (step.type == Type::if_test && has_else(step.origin)) ++otherwise;
      return {"GotoIf", cut(fmt::format("{}?{}:{}", step.arguments, step.number + 1, otherwise))};
    }
    case Type::time_test:
      return {"GotoIfTime", cut(fmt::format("{}?{}", step.arguments, step.number + 2))};
  }
  return {step.app, step.arguments};
}

std::string example_of(const std::string& pattern) {
  std::string example;
  for (size_t i = 0; i < pattern.size(); ++i) {
    char c = pattern[i];
    if (std::string_view("xnzXNZ").find(c) != std::string_view::npos) {
      example += '9';
    } else if (c == '[') {
      size_t close = pattern.find(']', i + 1);
      if (i + 1 < pattern.size()) example += pattern[i + 1];
      if (close == std::string::npos) break;
      i = close + 1 < pattern.size() && pattern[close + 1] == ']' ? close + 1 : close;
    } else {
      example += c;
    }
  }
  return example;
}

std::string without_blanks_before_equals(std::string text) {
  auto equals = std::find(text.begin(), text.end(), '=');
  text.erase(std::remove_if(text.begin(), equals,
                            [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }),
             equals);
  return text;
}

}  // namespace denwaban::parse
