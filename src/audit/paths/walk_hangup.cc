// SPDX-License-Identifier: GPL-3.0-or-later
// What happens beside the call: the extension `h` when it ends, and contexts that are named and not there.
#include <algorithm>

#include "audit/dialplan/arguments.h"
#include "audit/dialplan/call_files.h"
#include "audit/paths/walk_parts.h"

namespace denwaban::audit {
namespace {

constexpr size_t kMissingMax = 50;

// Nobody hangs up while these run.
constexpr std::string_view kAtOnce[] = {"Set",    "MSet",       "SetVar", "SetGlobalVar", "Goto",     "GotoIf",   "GotoIfTime",
                                        "Gosub",  "GosubIf",    "Macro",  "MacroIf",      "Return",   "NoOp",     "Verbose",
                                        "Log",    "ExecIf",     "While",  "EndWhile",     "ExitWhile", "ExecIfTime"};

bool takes_no_time(std::string_view app) {
  return std::any_of(std::begin(kAtOnce), std::end(kAtOnce), [&](std::string_view name) { return is_app(app, name); });
}

bool originates(const parse::Priority& priority) {
  return is_app(priority.app, "Originate") || priority.arguments.find("Originate(") != std::string::npos ||
         orders_call(priority.arguments);
}

bool originates(const parse::Context& context) {
  return std::any_of(context.extensions.begin(), context.extensions.end(), [](const parse::Extension& extension) {
    return std::any_of(extension.priorities.begin(), extension.priorities.end(),
                       [](const parse::Priority& priority) { return originates(priority); });
  });
}

// The context that a line goes on in: "Gosub(ctx,s,1)", "Macro(x)", "Goto(ctx,s,1)".
std::string leads_to(const parse::Priority& priority) {
  std::string first(trim(std::string_view(priority.arguments).substr(0, priority.arguments.find_first_of(",|("))));
  if (is_app(priority.app, "Macro")) return "macro-" + first;
  return is_app(priority.app, "Gosub") || is_app(priority.app, "Goto") ? first : std::string();
}

}  // namespace

void Walk::note_missing(const std::string& context) {
  if (!context.empty() && missing_.size() < kMissingMax) missing_.insert(context);
}

// What ends in -custom is there to be filled by whoever likes (FreePBX).
void Walk::note_includes(const Searched& in) {
  if (!entered_.insert(&in).second) return;
  for (const parse::SearchStep& step : in.steps)
    for (const parse::ContextInclude& include : step.context->includes)
      if (!include.context.ends_with("-custom") && !index_.plan().find(include.context)) note_missing(include.context);
}

// A channel that has hung up calls nobody itself: it has others called.
bool Walk::calls_at_hangup(Searched& in) {
  auto [known, fresh] = calls_at_hangup_.try_emplace(&in, false);
  if (!fresh) return known->second;
  for (const Part& part : index_.take_text(in, "h", 1))
    for (const parse::Priority& priority : in.candidates[part.candidate].extension->priorities) {
      const std::string there = leads_to(priority);
      const parse::Context* context = there.empty() ? nullptr : index_.plan().find(there);
      if (originates(priority) || (context && originates(*context))) calls_at_hangup_[&in] = true;
    }
  return calls_at_hangup_[&in];
}

void Walk::hang_up_here(const WalkState& state) {
  if (!takes_no_time(state.priority->app)) run_at_hangup(state);
}

void Walk::run_at_hangup(const WalkState& state) {
  const Value& exten = values_[state.exten];
  if (exten.constant() && exten.text() == "h") return;
  Searched* in = index_.find(current_context(state));
  if (!in || !calls_at_hangup(*in)) return;
  WalkState next = state;
  next.jumped = true;
  next.frames = 0;
  enter(next, *in, Value(std::string("h")), 1);
}

}  // namespace denwaban::audit
