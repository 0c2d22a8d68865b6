// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/dialplan/callers_words.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "audit/dialplan/checked_values.h"
#include "parse/dialplan/match.h"

namespace denwaban::audit {
namespace {

constexpr int kPassesMax = 6;
constexpr size_t kWorkMax = 500'000;   // variables handed on
constexpr size_t kLookupsMax = 5'000;  // each is linear in the contexts in scope

bool takes_anything(const parse::Extension& extension) {
  return extension.is_pattern() && (extension.name.ends_with('.') || extension.name.ends_with('!'));
}

bool is_argument(std::string_view variable) {
  return variable.size() > 3 && variable.starts_with("ARG") &&
         variable.find_first_not_of("0123456789", 3) == variable.npos;
}

// What is worth following beyond its extension: what AstDB keeps, others have looked at; and a pattern
// without an open end has looked at what it took.
Inflowing carried_kinds(const Inflowing& kinds, bool freely, int line) {
  Inflowing all;
  for (auto [kind, origin] : kinds) {
    if (kind == Outside::database || (kind == Outside::dialled && !freely)) continue;
    all.emplace(kind == Outside::dialled ? Outside::dialled_freely : kind, origin < 0 ? line : origin);
  }
  return all;
}

bool asks_for_digits(std::string_view app) {
  return is_app(app, {"Background", "WaitExten", "BackgroundDetect"});
}

}  // namespace

CallersWords::CallersWords(const Outline& outline, const parse::Dialplan& plan) : outline_(outline) {
  find_hops(plan);
  find_hangups(plan);
  for (int pass = 0; pass < kPassesMax; ++pass) {
    changed_ = false;
    for (size_t i = 0; i < outline_.lines().size();) i = walk(i);
    if (!changed_ || work_ > kWorkMax) break;
  }
}

void CallersWords::find_hops(const parse::Dialplan& plan) {
  hops_.resize(outline_.lines().size());
  Lookups known;
  for (size_t i = 0; i < hops_.size(); ++i) {
    const PlanLine& line = outline_.lines()[i];
    if (asks_for_digits(line.priority->app)) {
      Hop hop;
      hop.anywhere = line.context;
      hops_[i].push_back(std::move(hop));
    }
    for (const Jump& jump : jumps(line.priority->app, line.priority->arguments))
      add_jump(plan, i, jump, known);
  }
}

void CallersWords::add_jump(const parse::Dialplan& plan, size_t index, const Jump& jump, Lookups& known) {
  const PlanLine& from = outline_.lines()[index];
  if (jump.target.extension.empty() && jump.target.context.empty()) return;  // within the extension
  const std::string& context = jump.target.context.empty() ? from.context->name : jump.target.context;
  Hop hop;
  hop.returns = jump.returns;
  if (!jump.target.arguments.empty()) hop.arguments = split_arguments(jump.target.arguments);
  if (jump.target.extension.find("${") != std::string::npos)
    hop.anywhere = plan.find(context);
  else
    hop.to = find(plan, context, jump.target.extension.empty() ? from.extension->name : jump.target.extension,
                  known);
  if (hop.to == from.extension || (!hop.to && !hop.anywhere)) return;
  hops_[index].push_back(std::move(hop));
}

const parse::Extension* CallersWords::find(const parse::Dialplan& plan, const std::string& context,
                                           const std::string& extension, Lookups& known) {
  auto [entry, is_new] = known.try_emplace({context, extension}, nullptr);
  if (!is_new || known.size() > kLookupsMax) return entry->second;
  const parse::Context* own = plan.find(context);
  if (!own) return nullptr;
  auto same = std::find_if(own->extensions.begin(), own->extensions.end(),
                           [&](const parse::Extension& one) { return one.name == extension; });
  entry->second = same != own->extensions.end()
                      ? &*same
                      : parse::find_extension(plan, context, extension, "", 1).extension;
  return entry->second;
}

void CallersWords::find_hangups(const parse::Dialplan& plan) {
  for (const parse::Context& context : plan.contexts) {
    std::vector<const parse::Context*>& scope = scope_[&context];
    const parse::Extension* hangup = nullptr;
    for (const parse::SearchStep& step : parse::search_order(plan, context.name)) {
      if (!step.context) continue;
      scope.push_back(step.context);
      for (const parse::Extension& one : step.context->extensions)
        if (!hangup && one.name == "h") hangup = &one;
    }
    if (!hangup) continue;
    for (const parse::Context* one : scope) {
      std::vector<const parse::Extension*>& all = hangups_[one];
      if (all.size() < 16 && std::find(all.begin(), all.end(), hangup) == all.end()) all.push_back(hangup);
    }
  }
}

OutsideVariables CallersWords::entering(const PlanLine& first) const {
  OutsideVariables variables = globals_;
  auto join = [&](const OutsideVariables& more) {
    for (const auto& [name, kinds] : more.all()) variables.take(name, kinds);
  };
  if (auto found = anywhere_.find(first.context); found != anywhere_.end()) join(found->second);
  if (auto found = entries_.find(first.extension); found != entries_.end()) join(found->second);
  return variables;
}

bool CallersWords::take(OutsideVariables& into, const OutsideVariables& what) {
  bool is_new = false;
  for (const auto& [name, kinds] : what.all()) {
    if (++work_ > kWorkMax) return is_new;
    is_new = into.take(name, kinds) || is_new;
  }
  changed_ = changed_ || is_new;
  return is_new;
}

OutsideVariables CallersWords::carried(size_t index, const OutsideVariables& variables,
                                       bool with_arguments) const {
  OutsideVariables all;
  bool freely = takes_anything(*outline_.lines()[index].extension);
  for (const auto& [name, kinds] : variables.all())
    if (with_arguments || !is_argument(name))
      all.take(name, carried_kinds(kinds, freely, static_cast<int>(index)));
  return all;
}

void CallersWords::hand_on(size_t index, const Hop& hop, const OutsideVariables& variables) {
  OutsideVariables all = carried(index, variables, !hop.returns);
  bool freely = takes_anything(*outline_.lines()[index].extension);
  for (size_t i = 0; i < hop.arguments.size(); ++i) {
    Inflowing kinds;
    for (const Inflow& one : inflows(hop.arguments[i], variables))
      if (!one.cleaned) kinds.emplace(one.from, one.origin);
    all.take("ARG" + std::to_string(i + 1), carried_kinds(kinds, freely, static_cast<int>(index)));
  }
  if (hop.returns && freely) all.take("MACRO_EXTEN", {{Outside::dialled_freely, static_cast<int>(index)}});
  if (hop.to) take(entries_[hop.to], all);
  if (hop.anywhere)
    for (const parse::Context* context : scope_[hop.anywhere]) take(anywhere_[context], all);
}

void CallersWords::leave(size_t last, const OutsideVariables& variables) {
  const PlanLine& line = outline_.lines()[last];
  take(exits_[line.extension], carried(last, variables, false));
  auto hangups = hangups_.find(line.context);
  if (hangups == hangups_.end()) return;
  OutsideVariables all = carried(last, variables, true);
  for (const parse::Extension* h : hangups->second)
    if (h != line.extension) take(entries_[h], all);
}

// A global that was set is every call's.
void CallersWords::take_global(size_t index, const parse::Priority& line, const OutsideVariables& variables) {
  for (const Doing& one : doings(line.app, line.arguments)) {
    bool global = is_app(one.app, "Set") && one.arguments.starts_with("GLOBAL(");
    if (!global && !is_app(one.app, "SetGlobalVar")) continue;
    std::string_view name = std::string_view(one.arguments).substr(0, one.arguments.find_first_of(")="));
    if (global) name.remove_prefix(std::string_view("GLOBAL(").size());
    OutsideVariables set;
    if (const Inflowing* kinds = variables.find(trim(name))) set.take(trim(name), *kinds);
    take(globals_, carried(index, set, false));
  }
}

size_t CallersWords::walk(size_t begin) {
  OutsideVariables variables = entering(outline_.lines()[begin]);
  const parse::Extension* extension = outline_.lines()[begin].extension;
  CheckedValues checked(*extension);
  size_t i = begin;
  for (; i < outline_.lines().size() && outline_.lines()[i].extension == extension && work_ <= kWorkMax;
       ++i) {
    const parse::Priority& line = *outline_.lines()[i].priority;
    checked.before(line, variables);
    for (const Hop& hop : hops_[i]) {
      hand_on(i, hop, variables);
      if (hop.returns && hop.to)
        if (auto found = exits_.find(hop.to); found != exits_.end())
          for (const auto& [name, kinds] : found->second.all()) variables.take(name, kinds);
    }
    variables.line(line.app, line.arguments);
    take_global(i, line, variables);
    checked.after(line, variables);
  }
  if (i > begin) leave(i - 1, variables);
  return i > begin ? i : outline_.lines().size();
}

void CallersWords::for_lines(const std::function<void(const Here&)>& look) const {
  const parse::Extension* extension = nullptr;
  OutsideVariables variables;
  std::optional<CheckedValues> checked;
  for (size_t i = 0; i < outline_.lines().size(); ++i) {
    const PlanLine& line = outline_.lines()[i];
    if (line.extension != extension) {
      variables = entering(line);
      checked.emplace(*line.extension);
    }
    extension = line.extension;
    checked->before(*line.priority, variables);
    if (!outline_.is_dead(*line.priority))
      for (const Doing& doing : doings(line.priority->app, line.priority->arguments)) look({line, doing, variables});
    for (const Hop& hop : hops_[i])
      if (auto found = hop.returns && hop.to ? exits_.find(hop.to) : exits_.end(); found != exits_.end())
        for (const auto& [name, kinds] : found->second.all()) variables.take(name, kinds);
    variables.line(line.priority->app, line.priority->arguments);
    checked->after(*line.priority, variables);
  }
}

}  // namespace denwaban::audit
