// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/dialplan/ael/compile.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "parse/dialplan/ael/generate.h"
#include "parse/dialplan/ael/labels.h"

namespace denwaban::parse {
namespace {

using Kind = AelNode::Kind;

constexpr std::string_view kMacroExtension = "~~s~~";
constexpr std::string_view kBubble = "ael-builtin-h-bubble";
constexpr size_t kTextMax = 1999;

void set_parents(std::vector<AelNode>& nodes, const AelNode* parent) {
  for (AelNode& node : nodes) {
    node.parent = parent;
    set_parents(node.body, &node);
    set_parents(node.otherwise, &node);
  }
}

AelNode added(Kind kind, const AelNode& owner) {
  AelNode node;
  node.kind = kind;
  node.place = owner.place;
  return node;
}

// Asterisk ends every macro with a return, and gives every switch a default.
void complete(std::vector<AelNode>& nodes) {
  for (AelNode& node : nodes) {
    complete(node.body);
    complete(node.otherwise);
    bool returns = !node.body.empty() && node.body.back().kind == Kind::give_back;
    if (node.kind == Kind::macro && !returns) node.body.push_back(added(Kind::give_back, node));
    bool decides = std::any_of(node.body.begin(), node.body.end(),
                               [](const AelNode& one) { return one.kind == Kind::on_default; });
    if (node.kind == Kind::choice && !decides) node.body.push_back(added(Kind::on_default, node));
  }
}

class AelCompiler {
 public:
  AelCompiler(const std::vector<AelNode>& objects, Globals& globals, ContextsBuilder& contexts,
              DialplanLedger& ledger)
      : objects_(objects), globals_(globals), contexts_(contexts), labels_(objects, ledger) {}

  bool compile();

 private:
  void set_globals();
  void macro(const AelNode& macro);
  void context(const AelNode& context);
  void extension(const AelNode& extension, const std::string& context);
  void includes(const AelNode& includes, ContextBuilder& context);
  void switches(const AelNode& switches, ContextBuilder& context);
  void bubble();
  void finish(AelUnit& unit);
  void redirect_jumps();
  void add(const AelUnit& unit);
  ContextBuilder& builder(const std::string& name, DialplanPlace place) {
    return contexts_.find_or_create(name, place);
  }

  const std::vector<AelNode>& objects_;
  Globals& globals_;
  ContextsBuilder& contexts_;
  AelLabels labels_;
  AelUnits made_;
  AelGenerator generator_{made_};
  std::vector<AelUnit*> units_;  // in Asterisk's order
};

void AelCompiler::set_globals() {
  for (const AelNode& object : objects_) {
    if (object.kind != Kind::globals) continue;
    for (const AelNode& variable : object.body)
      globals_.set(variable.text, variable.value, true, variable.place);
  }
}

// A unit is followed by what was made inside it, the last first.
void AelCompiler::finish(AelUnit& unit) {
  std::vector<AelUnit*> waiting{&unit};
  while (!waiting.empty()) {
    AelUnit* next = waiting.back();
    waiting.pop_back();
    number_steps(*next);
    units_.push_back(next);
    waiting.insert(waiting.end(), next->inner.begin(), next->inner.end());
  }
}

void AelCompiler::macro(const AelNode& macro) {
  builder(macro.text, macro.place);
  AelUnit& unit = made_.unit(macro.text, std::string(kMacroExtension), macro.place);
  for (size_t i = 0; i < macro.words.size(); ++i) {
    std::string set = fmt::format("LOCAL({})=${{ARG{}}}", macro.words[i], i + 1);
    link_step(unit, made_.call("MSet", without_blanks_before_equals(set), nullptr, macro.place), nullptr);
  }
  generator_.generate(unit, macro.text, macro.body, nullptr);
  finish(unit);
}

void AelCompiler::extension(const AelNode& extension, const std::string& context) {
  size_t slash = extension.text.find('/');
  AelUnit& unit = made_.unit(context, extension.text.substr(0, slash), extension.place);
  unit.match_cid = slash != std::string::npos;
  if (unit.match_cid) unit.caller = extension.text.substr(slash + 1);
  unit.has_hint = extension.has_hint;
  unit.hint = extension.hint;
  unit.regexten = extension.regexten;
  generator_.generate(unit, context, extension.body, nullptr);
  if (!unit.steps.empty() && unit.steps.back()->type == AelStep::Type::label) {
    std::string text = fmt::format("A NoOp to follow a trailing label {}", unit.steps.back()->origin->text);
    link_step(unit, made_.call("NoOp", text, nullptr, extension.place), nullptr);
  }
  finish(unit);
}

void AelCompiler::includes(const AelNode& includes, ContextBuilder& context) {
  for (const AelNode& included : includes.body) {
    std::string written = included.text;
    for (const std::string& field : included.words) written += "," + field;
    context.add_include(written.substr(0, kTextMax), included.place, Registrar::ael);
  }
}

void AelCompiler::switches(const AelNode& switches, ContextBuilder& context) {
  for (const AelNode& asked : switches.body) {
    size_t slash = std::min(asked.text.find('/'), asked.text.size());
    std::string_view text = asked.text;
    context.add_switch(text.substr(0, slash), text.substr(std::min(slash + 1, text.size())),
                       switches.kind == Kind::eswitches, asked.place, Registrar::ael);
  }
}

void AelCompiler::context(const AelNode& context) {
  ContextBuilder& made = builder(context.text, context.place);
  for (const AelNode& element : context.body) {
    if (element.kind == Kind::extension) extension(element, context.text);
    if (element.kind == Kind::includes) includes(element, made);
    if (element.kind == Kind::switches || element.kind == Kind::eswitches) switches(element, made);
    if (element.kind == Kind::ignorepat) made.add_ignore_pattern(element.text, element.place, Registrar::ael);
  }
}

// The context that Asterisk adds itself, so that the extension h of a macro's caller runs.
void AelCompiler::bubble() {
  struct Fixed {
    int number;
    const char* app;
    const char* arguments;
  };
  constexpr Fixed kSteps[] = {
      {1, "Goto", "9991"},
      {9991, "Set", "~~parentcxt~~=${STACK_PEEK(1,c,1)}"},
      {9992, "GotoIf", "$[\"${~~parentcxt~~}\"=\"\"]?9996"},
      {9993, "GotoIf", "${DIALPLAN_EXISTS(${~~parentcxt~~},h,1)}?9994:9996"},
      {9994, "StackPop", ""},
      {9995, "Goto", "${~~parentcxt~~},h,1"},
      {9996, "NoOp", ""},
  };
  builder(std::string(kBubble), {});
  AelUnit& unit = made_.unit(std::string(kBubble), "h", {});
  for (const Fixed& fixed : kSteps) {
    AelStep& step = made_.call(fixed.app, fixed.arguments, nullptr, {});
    step.number = fixed.number;
    link_step(unit, step, nullptr);
  }
  units_.push_back(&unit);
  for (const AelUnit* one : units_) {
    if (one->name == kMacroExtension) builder(one->context, {}).add_include(kBubble, {}, Registrar::ael);
  }
}

// Jumps to labels inside a case of a switch: the label is in an extension that the author does not know.
void AelCompiler::redirect_jumps() {
  std::unordered_map<const AelNode*, const AelUnit*> units_of_labels;
  for (const AelUnit* unit : units_) {
    for (const AelStep* step : unit->steps) {
      if (step->type == AelStep::Type::label) units_of_labels[step->origin] = unit;
    }
  }
  for (AelUnit* unit : units_) {
    for (AelStep* step : unit->steps) {
      if (step->origin == nullptr || step->origin->kind != Kind::jump) continue;
      const AelNode* target = labels_.target(*step->origin);
      if (target == nullptr || !AelLabels::inside_case(target)) continue;
      auto found = units_of_labels.find(target);
      if (found == units_of_labels.end()) continue;
      const std::vector<std::string>& words = step->origin->words;
      std::string prefix = words.size() >= 3 ? words[0] + "," : std::string();
      step->arguments =
          fmt::format("{}{},{}", prefix, found->second->name, words[std::min<size_t>(words.size(), 3) - 1]);
    }
  }
}

void AelCompiler::add(const AelUnit& unit) {
  ContextBuilder& context = builder(unit.context, unit.place);
  NewPriority added;
  Expanded name = globals_.expand(unit.name, 255);
  added.extension = name.text;
  added.match_cid = unit.match_cid;
  added.cid = unit.caller;
  if (unit.has_hint) {
    added.priority = {-1, {}, unit.hint, {}, unit.place, Registrar::ael};
    expand_hint(added, context.name(), globals_);
    context.add(added);
  }
  std::string label;
  for (const AelStep* step : unit.steps) {
    if (step->type == AelStep::Type::label) {
      label = step->origin->text;
      continue;
    }
    AelCall call = call_of(*step);
    added.priority = {step->number, std::move(label), std::move(call.app), std::move(call.arguments),
                      step->place,  Registrar::ael};
    context.add(added);
    label.clear();
  }
}

bool AelCompiler::compile() {
  if (!labels_.check()) return false;
  set_globals();
  for (const AelNode& object : objects_) {
    if (object.kind == Kind::macro) macro(object);
    if (object.kind == Kind::context) context(object);
  }
  bubble();
  redirect_jumps();
  for (const AelUnit* unit : units_) add(*unit);
  return true;
}

}  // namespace

bool compile_ael(std::vector<AelNode>& objects, Globals& globals, ContextsBuilder& contexts,
                 DialplanLedger& ledger) {
  complete(objects);
  set_parents(objects, nullptr);
  return AelCompiler(objects, globals, contexts, ledger).compile();
}

}  // namespace denwaban::parse
