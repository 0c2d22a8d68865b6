// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/dialplan/outline.h"

#include <algorithm>

#include "audit/dialplan/arguments.h"
#include "audit/dialplan/branches.h"
#include "audit/dialplan/outline_walk.h"
#include "audit/dialplan/source_text.h"
#include "audit/dialplan/trunks.h"
#include "parse/dialplan/match.h"

namespace denwaban::audit {
namespace {

constexpr size_t kHopsMax = 64;

// Name of the variable that a Set sets, without its underscores and GLOBAL().
std::string assigned_name(std::string_view text) {
  std::string_view name = trim(text.substr(0, std::min(text.find('='), text.find(','))));
  while (name.starts_with('_')) name.remove_prefix(1);
  size_t open = name.find('(');
  if (open == std::string_view::npos) return std::string(name);
  size_t close = name.find_first_of("),", open);
  return std::string(name.substr(open + 1, close == std::string_view::npos ? close : close - open - 1));
}

std::string_view unquoted(std::string_view text) {
  text = trim(text);
  if (text.size() > 1 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
  return text;
}

bool goes_outside(const Estate& estate, const parse::Priority& line) {
  if (is_app(line.app, {"Macro", "Gosub"}) && line.arguments.starts_with("dialout-")) return estate.freepbx;
  return !outside_leg(estate, line.app, line.arguments).empty();
}

}  // namespace

Outline::Outline(const Estate& estate) : estate_(estate), doors_(open_doors(estate)) {
  for (const parse::Context& context : estate.dialplan.contexts)
    for (const parse::Extension& extension : context.extensions)
      for (const parse::Priority& priority : extension.priorities) {
        index_.emplace(&priority, static_cast<int>(lines_.size()));
        lines_.push_back({&context, &extension, &priority});
        unfold(lines_.back());
        if (is_app(priority.app, {"AGI", "EAGI", "DeadAGI", "FastAGI", "Stasis"})) runs_programs_ = true;
        if (is_app(priority.app, {"Set", "MSet", "SetVar", "SetGlobalVar", "Read", "DBget"}))
          assigned_.insert(assigned_name(priority.arguments));
      }
  dead_ = dead_lines(lines_, [&](std::string_view condition) { return constant(condition); });
  for (const PlanLine& line : written_acts_)
    if (!is_dead(written(*line.priority))) acts_.push_back(line);
  for (const PlanLine& line : acts_) {
    if (!goes_outside(estate, *line.priority)) continue;
    trunk_extensions_.insert(line.extension);
    trunk_contexts_.insert(line.context);
  }
  states_.resize(lines_.size());
  Walk(*this, OpenDoor::Kind::stranger).run();
  Walk(*this, OpenDoor::Kind::public_network).run();
}

void Outline::unfold(const PlanLine& line) {
  const parse::Priority& written = *line.priority;
  if (!is_app(written.app, {"ExecIf", "ExecIfTime", "Exec", "TryExec"})) return written_acts_.push_back(line);
  for (Doing& one : doings(written.app, written.arguments)) {
    parse::Priority act = written;
    act.app = std::move(one.app);
    act.arguments = std::move(one.arguments);
    unfolded_.push_back(std::move(act));
    index_.emplace(&unfolded_.back(), static_cast<int>(lines_.size()) - 1);
    written_acts_.push_back({line.context, line.extension, &unfolded_.back()});
  }
}

const parse::Priority& Outline::written(const parse::Priority& line) const {
  auto found = index_.find(&line);
  return found == index_.end() ? line : *lines_[static_cast<size_t>(found->second)].priority;
}

bool Outline::calls_trunk(std::string_view context) const {
  std::vector<parse::SearchStep> steps = parse::search_order(estate_.dialplan, context);
  return std::any_of(steps.begin(), steps.end(),
                     [&](const parse::SearchStep& step) { return trunk_contexts_.count(step.context) > 0; });
}

bool Outline::reached(const parse::Priority& line, bool strangers_only) const {
  auto found = index_.find(&line);
  if (found == index_.end()) return false;
  const State& state = states_[found->second];
  return strangers_only ? state.stranger : state.outside || state.stranger;
}

int Outline::constant(std::string_view condition) const {
  for (const Reference& one : references(condition))
    if (one.kind != Reference::Kind::expression && assigned_.count(one.name)) return -1;
  std::string_view text = trim(condition);
  bool expression = text.starts_with("$[") && text.ends_with(']');
  if (expression) text = text.substr(2, text.size() - 3);
  std::string folded = with_globals(estate_, text);  // which leaves alone what stands in brackets
  text = trim(folded);
  if (text.find('$') != std::string_view::npos || text.empty()) return -1;
  if (text == "0" || text == "1") return text == "1";
  if (!expression || text.find_first_of("&|<>:+*") != std::string_view::npos) return -1;
  size_t equals = text.find('=');
  if (equals == std::string_view::npos || equals == 0) return -1;
  bool negated = text[equals - 1] == '!';
  std::string_view left = unquoted(text.substr(0, negated ? equals - 1 : equals));
  size_t behind = equals + 1 < text.size() && text[equals + 1] == '=' ? equals + 2 : equals + 1;
  std::string_view right = unquoted(text.substr(behind));
  return (left == right) != negated;
}

std::vector<SourceLine> Outline::way_to(const parse::Priority& line) const {
  std::vector<SourceLine> hops;
  auto found = index_.find(&line);
  if (found == index_.end() || !reached(line, false)) return hops;
  int door = -1;
  for (int at = found->second; at >= 0 && hops.size() + 1 < kHopsMax; at = states_[at].from) {
    const State& state = states_[at];
    const PlanLine& here = lines_[at];
    bool jumped = state.from < 0 || lines_[state.from].extension != here.extension;
    if (at != found->second && (jumped || (!hops.empty() && hops.back().context != here.context->name)))
      hops.push_back(source_line(estate_, *here.context, *here.extension, *here.priority));
    if (state.include) hops.push_back(source_line(estate_, *state.including, *state.include));
    door = state.door;
  }
  if (door >= 0) hops.push_back(doors_[door].place);
  std::reverse(hops.begin(), hops.end());
  return hops;
}

}  // namespace denwaban::audit
