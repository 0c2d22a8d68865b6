// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/dialplan/outline_walk.h"

#include <algorithm>
#include <charconv>

#include "audit/dialplan/trunks.h"
#include "audit/dialplan/values_from_outside.h"
#include "parse/dialplan/match.h"

namespace denwaban::audit {
namespace {

constexpr size_t kGateSearchMax = 30;  // lines at the beginning of a subroutine

bool asks_password(std::string_view app, std::string_view arguments) {
  if (is_app(app, {"Authenticate", "VMAuthenticate"})) return true;
  return is_app(app, "DISA") && argument(application_arguments(arguments), 0) != "no-password";
}

int number_of(std::string_view text) {
  int value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? value : 0;
}

}  // namespace

void Outline::Walk::run() {
  for (size_t i = 0; i < outline_.doors_.size(); ++i)
    if (outline_.doors_[i].kind == kind_) enter(outline_.doors_[i].context, -1, static_cast<int>(i));
  while (!queue_.empty()) {
    int line = queue_.front();
    queue_.pop_front();
    follow(line);
  }
}

void Outline::Walk::enter(std::string_view context, int from, int door) {
  struct Waiting {
    const parse::Context* context;
    const parse::Context* including;
    const parse::ContextInclude* include;
  };
  const parse::Context* first = plan_.find(context);
  if (!first) return;
  std::deque<Waiting> waiting{{first, nullptr, nullptr}};
  while (!waiting.empty()) {
    Waiting now = waiting.front();
    waiting.pop_front();
    if (!entered_.insert(now.context->name).second) continue;
    enter_one(*now.context, from, door, now.including, now.include);
    for (const parse::ContextInclude& include : now.context->includes)
      if (const parse::Context* included = plan_.find(include.context)) waiting.push_back({included, now.context, &include});
  }
}

void Outline::Walk::enter_one(const parse::Context& context, int from, int door, const parse::Context* including,
                              const parse::ContextInclude* include) {
  (kind_ == OpenDoor::Kind::stranger ? outline_.stranger_contexts_ : outline_.outside_contexts_).insert(context.name);
  for (const parse::Extension& extension : context.extensions)
    if (const parse::Priority* priority = extension.find(1)) reach(*priority, from, door, including, include);
}

void Outline::Walk::reach(const parse::Priority& line, int from, int door, const parse::Context* including,
                          const parse::ContextInclude* include) {
  auto found = outline_.index_.find(&line);
  if (found == outline_.index_.end()) return;
  State& state = outline_.states_[found->second];
  if (state.stranger || (kind_ == OpenDoor::Kind::public_network && state.outside)) return;
  (kind_ == OpenDoor::Kind::stranger ? state.stranger : state.outside) = true;
  state.from = from;
  state.door = door;
  state.include = include;
  state.including = including;
  queue_.push_back(found->second);
}

void Outline::Walk::follow(int line) {
  const PlanLine& here = outline_.lines_[line];
  if (is_gate(here)) return;
  follow_jumps(line);
  follow_legs(line);
  std::vector<std::string> parts = application_arguments(here.priority->arguments);
  int door = outline_.states_[line].door;
  if (follow_dial_tones(line)) return;
  if (is_app(here.priority->app, {"Background", "WaitExten", "BackgroundDetect"})) {
    std::string_view context = is_app(here.priority->app, "Background") ? argument(parts, 3) : std::string_view();
    enter(context.empty() ? here.context->name : with_globals(outline_.estate_, context), line, door);
  }
  if (branches(here).falls_through) follow_next(line);
}

Branches Outline::Walk::branches(const PlanLine& line) const {
  return branches_of(*line.priority, [&](std::string_view condition) { return outline_.constant(condition); });
}

// Whether the call surely ends there.
bool Outline::Walk::follow_dial_tones(int line) {
  const parse::Priority& here = *outline_.lines_[line].priority;
  for (const Doing& one : doings(here.app, here.arguments)) {
    if (!is_app(one.app, "DISA")) continue;
    std::vector<std::string> parts = application_arguments(one.arguments);
    std::string_view context = argument(parts, 1);
    if (!asks_password(one.app, one.arguments))
      enter(context.empty() ? "disa" : context.substr(0, context.find('@')), line, outline_.states_[line].door);
    if (!one.conditional) return true;
  }
  return false;
}

void Outline::Walk::follow_next(int line) {
  const PlanLine& here = outline_.lines_[line];
  if (const parse::Priority* next = here.extension->find(here.priority->number + 1))
    reach(*next, line, outline_.states_[line].door);
  else if (!plan_.autofallthrough)
    enter(here.context->name, line, outline_.states_[line].door);
}

bool Outline::Walk::is_gate(const PlanLine& line) const {
  if (asks_password(line.priority->app, line.priority->arguments)) return true;
  if (!is_app(line.priority->app, {"Gosub", "Macro"})) return false;
  std::vector<Jump> all = jumps(line.priority->app, line.priority->arguments);
  return all.size() == 1 && begins_with_gate(all[0].target, line);
}

// A subroutine that asks for a password before it does anything else that decides.
bool Outline::Walk::begins_with_gate(const JumpTarget& target, const PlanLine& from) const {
  const parse::Context* context = target.context.empty() ? from.context : plan_.find(target.context);
  if (!context || target.extension.find('$') != std::string::npos) return false;
  for (const parse::Extension& extension : context->extensions) {
    if (extension.name != (target.extension.empty() ? "s" : target.extension)) continue;
    size_t looked = 0;
    for (const parse::Priority& priority : extension.priorities) {
      if (asks_password(priority.app, priority.arguments)) return true;
      if (++looked > kGateSearchMax || !jumps(priority.app, priority.arguments).empty() || ends_call(priority.app))
        return false;
    }
  }
  return false;
}

void Outline::Walk::follow_jumps(int line) {
  const PlanLine& here = outline_.lines_[line];
  for (const Jump& jump : branches(here).jumps) follow_target(line, jump.target);
}

void Outline::Walk::follow_target(int line, const JumpTarget& target) {
  const PlanLine& here = outline_.lines_[line];
  std::string context = target.context.empty() ? here.context->name : with_globals(outline_.estate_, target.context);
  if (context.find('$') != std::string::npos) return;
  if (target.extension.empty() && target.context.empty()) {  // a priority or label of this extension
    int wanted = number_of(target.priority);
    for (const parse::Priority& priority : here.extension->priorities)
      if (wanted > 0 ? priority.number == wanted : priority.label == target.priority)
        return reach(priority, line, outline_.states_[line].door);
  }
  follow_extension(line, context, target.extension.empty() ? here.extension->name : target.extension, target.priority);
}

void Outline::Walk::follow_extension(int line, std::string_view context_name, std::string_view written,
                                     std::string_view priority) {
  int door = outline_.states_[line].door;
  const parse::Context* context = plan_.find(context_name);
  if (!context) return;
  std::string extension = with_globals(outline_.estate_, written);
  if (size_t reference = extension.find("${"); reference != std::string::npos) {
    if (reference > 0) return follow_beginning(line, *context, std::string_view(extension).substr(0, reference));
    std::vector<Inflow> all = inflows(extension);  // what AstDB keeps is no choice of the caller's
    if (std::any_of(all.begin(), all.end(), [](const Inflow& one) { return one.from != Outside::database; }))
      enter(context_name, line, door);
    return;
  }
  for (const parse::Extension& own : context->extensions)
    if (own.name == extension)  // also the pattern that this very line stands in
      for (const parse::Priority& one : own.priorities)
        if (number_of(priority) > 0 ? one.number == number_of(priority) : one.label == priority) return reach(one, line, door);
  int wanted = number_of(priority);
  parse::ExtensionMatch match = wanted > 0 ? parse::find_extension(plan_, context_name, extension, "", wanted)
                                           : parse::find_label(plan_, context_name, extension, "", priority);
  if (match.priority) reach(*match.priority, line, door);
}

void Outline::Walk::follow_beginning(int line, const parse::Context& context, std::string_view beginning) {
  bool digits = std::all_of(beginning.begin(), beginning.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (digits) return enter(context.name, line, outline_.states_[line].door);
  for (const parse::Extension& extension : context.extensions) {
    std::string_view name = extension.name;
    if (name.starts_with('_')) name.remove_prefix(1);
    if (!name.starts_with(beginning)) continue;
    if (const parse::Priority* first = extension.find(1)) reach(*first, line, outline_.states_[line].door);
  }
}

void Outline::Walk::follow_legs(int line) {
  const PlanLine& here = outline_.lines_[line];
  if (!is_app(here.priority->app, {"Dial", "Page", "RetryDial"})) return;
  std::vector<std::string> parts = application_arguments(here.priority->arguments);
  for (const DialLeg& leg : dial_legs(argument(parts, is_app(here.priority->app, "RetryDial") ? 3 : 0))) {
    auto local = local_target(leg);
    if (!local) continue;
    std::string context = local->context.empty() ? "default" : with_globals(outline_.estate_, local->context);
    if (context.find('$') == std::string::npos) follow_extension(line, context, local->extension, "1");
  }
}

}  // namespace denwaban::audit
