// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/dialplan/ael/generate.h"

#include <fmt/format.h>

#include <algorithm>

namespace denwaban::parse {
namespace {

using Kind = AelNode::Kind;
using Type = AelStep::Type;

bool contains_switch(const std::vector<AelNode>& nodes) {
  return std::any_of(nodes.begin(), nodes.end(), [](const AelNode& node) {
    return node.kind == Kind::choice || contains_switch(node.body) || contains_switch(node.otherwise);
  });
}

std::string join(const std::vector<std::string>& words, size_t count) {
  std::string joined;
  for (size_t i = 0; i < std::min(count, words.size()); ++i) joined += (i == 0 ? "" : ",") + words[i];
  return joined;
}

// What a part of the head of a `for` becomes: an assignment, a macro or an application.
AelCall call_in_head(const std::string& text, const char* app_of_assignment) {
  std::string shrunk = without_blanks_before_equals(text);
  size_t equals = shrunk.find('=');
  if (equals != std::string::npos) {
    return {"MSet", fmt::format("{}=$[{}]", shrunk.substr(0, equals), text.substr(text.find('=') + 1))};
  }
  size_t begin = std::min(text.find_first_not_of(" \t\n\v\f\r"), text.size());
  std::string rest = text.substr(begin);
  if (rest.starts_with('&')) {
    rest = rest.substr(std::min(rest.find_first_not_of(" \t\n\v\f\r", 1), rest.size()));
    size_t open = rest.find('(');
    if (open != std::string::npos) rest[open] = ',';
    return {"Gosub", rest.substr(0, rest.rfind(')'))};
  }
  size_t open = rest.find('(');
  if (open == std::string::npos) return {app_of_assignment, {}};
  std::string arguments = rest.substr(open + 1);
  return {rest.substr(0, open), arguments.substr(0, arguments.rfind(')'))};
}

bool ends_by_itself(const std::vector<AelNode>& body) {
  return !body.empty() && (body.back().kind == Kind::jump || body.back().kind == Kind::leave ||
                           body.back().kind == Kind::give_back);
}

}  // namespace

// A switch goes through extensions of its own, so the extension that was dialled is kept in a variable first.
void AelGenerator::keep_extension(AelUnit& unit, AelUnit* mother, const std::vector<AelNode>& statements) {
  if ((mother == nullptr || mother->checked_switch) && unit.checked_switch) return;
  AelUnit& owner = mother != nullptr ? *mother : unit;
  bool has = contains_switch(statements);
  if (has && !owner.has_switch) {
    bool in_macro = owner.name == "~~s~~";
    for (int round = in_macro ? 0 : 1; round < 2; ++round) {
      // Twice for a macro, which may have been jumped into; in a case the second time sets the plain
      // variable.
      bool local = in_macro && (mother == nullptr || round == 0);
      const char* text = local ? "LOCAL(~~EXTEN~~)=${EXTEN}" : "~~EXTEN~~=${EXTEN}";
      link_step(unit, units_.call("MSet", text, nullptr, unit.place), mother);
      owner.has_switch = unit.has_switch = true;
      owner.checked_switch = unit.checked_switch = true;
    }
  }
  if (!has) owner.checked_switch = unit.checked_switch = true;
}

void AelGenerator::generate(AelUnit& unit, const std::string& label, const std::vector<AelNode>& statements,
                            AelUnit* mother) {
  keep_extension(unit, mother, statements);
  Frame frame{unit, label, mother};
  for (const AelNode& node : statements) statement(frame, node);
}

void AelGenerator::statement(const Frame& frame, const AelNode& node) {
  switch (node.kind) {
    case Kind::assignment:
    case Kind::local_assignment:
      return assignment(frame, node);
    case Kind::jump:
      return jump(frame, node);
    case Kind::label:
      return link(frame, units_.step(Type::label, &node, node.place));
    case Kind::loop_for:
      return loop_for(frame, node);
    case Kind::loop_while:
      return loop_while(frame, node);
    case Kind::choice:
      return choice(frame, node);
    case Kind::call:
    case Kind::macro_call:
      return call(frame, node);
    case Kind::give_back:
      return link(frame, units_.call("Return", "", &node, node.place));
    case Kind::leave:
    case Kind::again: {
      AelStep& step = units_.step(Type::jump, &node, node.place);
      step.on_true = node.kind == Kind::leave ? frame.unit.loop_break : frame.unit.loop_continue;
      return link(frame, step);
    }
    case Kind::condition:
    case Kind::chance:
      return condition(frame, node);
    case Kind::if_time:
      return if_time(frame, node);
    case Kind::block:
      return generate(frame.unit, frame.label, node.body, frame.mother);
    case Kind::on_catch:
      return caught(frame, node);
    default:
      return;
  }
}

void AelGenerator::assignment(const Frame& frame, const AelNode& node) {
  bool local = node.kind == Kind::local_assignment;
  std::string text =
      fmt::format("{}{}{}=$[{}]", local ? "LOCAL(" : "", node.text, local ? ")" : "", node.value);
  link(frame, units_.call("MSet", without_blanks_before_equals(text), &node, node.place));
}

void AelGenerator::jump(const Frame& frame, const AelNode& node) {
  std::string text = join(node.words, 3);
  if (node.words.size() == 1 && frame.mother != nullptr) text = frame.mother->name + "," + text;
  link(frame, units_.call("Goto", text, &node, node.place));
}

void AelGenerator::call(const Frame& frame, const AelNode& node) {
  std::string arguments = join(node.words, node.words.size());
  if (node.kind == Kind::call) return link(frame, units_.call(node.text, arguments, &node, node.place));
  std::string text = node.text + ",~~s~~,1" + (node.words.empty() ? std::string() : "(" + arguments + ")");
  link(frame, units_.call("Gosub", text, &node, node.place));
}

void AelGenerator::loop_for(const Frame& frame, const AelNode& node) {
  int number = ++count_;
  std::string label = fmt::format("for_{}_{}", frame.label, number);
  AelUnit& unit = frame.unit;
  AelCall begin = call_in_head(node.text, "MSet");
  AelCall next = call_in_head(node.step, "");
  AelStep& init = units_.call(begin.app, begin.arguments, nullptr, node.place);
  AelStep& test = units_.step(Type::loop_test, nullptr, node.place);
  AelStep& step = units_.call(next.app, next.arguments, nullptr, node.place);
  AelStep& loop = units_.step(Type::jump, &node, node.place);
  AelStep* break_before = unit.loop_break;
  AelStep* continue_before = unit.loop_continue;
  test.arguments = fmt::format("$[{}]", node.value);
  loop.on_true = &test;
  link(frame, init);
  link(frame, test);
  AelStep& end =
      units_.call("NoOp", fmt::format("Finish for_{}_{}", frame.label, number), nullptr, node.place);
  test.on_false = &end;
  unit.loop_break = &end;
  unit.loop_continue = &step;
  generate(unit, label, node.body, frame.mother);
  link(frame, step);
  link(frame, loop);
  link(frame, end);
  unit.loop_break = break_before;
  unit.loop_continue = continue_before;
}

void AelGenerator::loop_while(const Frame& frame, const AelNode& node) {
  int number = ++count_;
  std::string label = fmt::format("while_{}_{}", frame.label, number);
  AelUnit& unit = frame.unit;
  AelStep& test = units_.step(Type::loop_test, nullptr, node.place);
  AelStep& loop = units_.step(Type::jump, &node, node.place);
  AelStep& end =
      units_.call("NoOp", fmt::format("Finish while_{}_{}", frame.label, number), nullptr, node.place);
  AelStep* break_before = unit.loop_break;
  AelStep* continue_before = unit.loop_continue;
  test.arguments = fmt::format("$[{}]", node.text);
  test.on_false = &end;
  loop.on_true = &test;
  link(frame, test);
  unit.loop_break = &end;
  unit.loop_continue = &test;
  generate(unit, label, node.body, frame.mother);
  link(frame, loop);
  link(frame, end);
  unit.loop_break = break_before;
  unit.loop_continue = continue_before;
}

void AelGenerator::condition(const Frame& frame, const AelNode& node) {
  int number = ++count_;
  std::string label = fmt::format("if_{}_{}", frame.label, number);
  bool chance = node.kind == Kind::chance;
  AelStep& test = units_.step(Type::if_test, &node, node.place);
  AelStep& end =
      units_.call("NoOp", fmt::format("Finish if_{}_{}", frame.label, number), nullptr, node.place);
  test.arguments =
      chance ? fmt::format("$[${{RAND(0,99)}} < ({})]", node.text) : fmt::format("$[{}]", node.text);
  AelStep* skip = nullptr;
  if (!node.otherwise.empty()) {
    skip = &units_.step(Type::jump, nullptr, node.place);
    skip->on_true = &end;
  }
  test.on_false = skip != nullptr ? skip : &end;
  link(frame, test);
  generate(frame.unit, label, node.body, frame.mother);
  if (skip != nullptr) {
    link(frame, *skip);
    generate(frame.unit, label, node.otherwise, frame.mother);
  }
  link(frame, end);
}

void AelGenerator::if_time(const Frame& frame, const AelNode& node) {
  int number = ++count_;
  std::string label = fmt::format("iftime_{}_{}", frame.label, number);
  AelStep& test = units_.step(Type::time_test, &node, node.place);
  AelStep& end =
      units_.call("NoOp", fmt::format("Finish iftime_{}_{}", frame.label, number), nullptr, node.place);
  AelStep& otherwise = units_.step(Type::jump, nullptr, node.place);
  test.arguments = join(node.words, 4);
  AelStep* skip = nullptr;
  if (!node.otherwise.empty()) {
    skip = &units_.step(Type::jump, &node, node.place);
    skip->on_true = &end;
  }
  otherwise.on_true = skip != nullptr ? skip : &end;
  link(frame, test);
  link(frame, otherwise);
  generate(frame.unit, label, node.body, frame.mother);
  if (skip != nullptr) {
    link(frame, *skip);
    generate(frame.unit, label, node.otherwise, frame.mother);
  }
  link(frame, end);
}

AelUnit& AelGenerator::inner_unit(const Frame& frame, std::string name, DialplanPlace place, bool is_switch) {
  AelUnit& unit = frame.unit;
  AelUnit& made = units_.unit(unit.context, std::move(name), place);
  const AelUnit* known = unit.checked_switch                                       ? &unit
                         : frame.mother != nullptr && frame.mother->checked_switch ? frame.mother
                                                                                   : nullptr;
  if (known != nullptr) {
    made.has_switch = known->has_switch;
    made.checked_switch = known->checked_switch;
  }
  made.is_switch = is_switch;
  if (is_switch) {
    made.loop_break = unit.loop_break;
    made.loop_continue = unit.loop_continue;
  }
  unit.inner.push_back(&made);
  return made;
}

void AelGenerator::choice(const Frame& frame, const AelNode& node) {
  int number = ++count_;
  AelUnit& unit = frame.unit;
  AelStep* break_before = unit.loop_break;
  AelStep* continue_before = unit.loop_continue;
  AelStep& end =
      units_.call("NoOp", fmt::format("Finish switch_{}_{}", frame.label, number), &node, node.place);
  end.unit = &unit;
  link(frame, units_.call("Goto", fmt::format("sw_{}_{},10", number, node.text), &node, node.place));
  link(frame, end);
  unit.loop_break = &end;
  unit.loop_continue = nullptr;
  for (size_t i = 0; i < node.body.size(); ++i) one_case(frame, node, i, number, end);
  unit.loop_break = break_before;
  unit.loop_continue = continue_before;
}

void AelGenerator::one_case(const Frame& frame, const AelNode& choice, size_t index, int number,
                            const AelStep& end) {
  const AelNode& node = choice.body[index];
  bool is_default = node.kind == Kind::on_default;
  if (is_default) {  // a pattern takes all but nothing at all
    AelUnit& nothing = inner_unit(frame, fmt::format("sw_{}_", number), node.place, true);
    link_step(nothing, units_.call("Goto", fmt::format("sw_{}_.,10", number), nullptr, node.place),
              frame.mother);
  }
  std::string name = is_default ? "." : node.text;
  std::string prefix = node.kind == Kind::on_case ? "sw" : "_sw";
  AelUnit& unit = inner_unit(frame, fmt::format("{}_{}_{}", prefix, number, name), node.place, true);
  std::string label = fmt::format("sw_{}_{}_{}", frame.label, is_default ? "default" : node.text, number);
  generate(unit, label, node.body, &frame.unit);
  if (ends_by_itself(node.body)) return;
  if (index + 1 == choice.body.size()) {
    AelStep& fall = units_.step(Type::jump, nullptr, node.place);
    fall.on_true = &end;
    return link_step(unit, fall, frame.mother);
  }
  const AelNode& next = choice.body[index + 1];
  std::string target = next.kind == Kind::on_case      ? next.text
                       : next.kind == Kind::on_pattern ? example_of(next.text)
                                                       : std::string(".");
  link_step(unit, units_.call("Goto", fmt::format("sw_{}_{},10", number, target), nullptr, node.place),
            frame.mother);
}

void AelGenerator::caught(const Frame& frame, const AelNode& node) {
  int number = ++count_;
  AelUnit& unit = inner_unit(frame, node.text, node.place, false);
  generate(unit, fmt::format("catch_{}_{}", node.text, number), node.body, frame.mother);
}

}  // namespace denwaban::parse
