// SPDX-License-Identifier: GPL-3.0-or-later
// The way of a call as proof: where it entered, every include, jump and gate, and the line that dials.
#include <algorithm>
#include <map>

#include "audit/dialplan/source_text.h"
#include "audit/paths/walk_parts.h"
#include "text/printable.h"

namespace denwaban::audit {
namespace {

constexpr size_t kStepsMax = 64;

}  // namespace

// Of those that came here together the one that most of what was dialled fits.
uint32_t Walk::parent_on_the_way(uint32_t at, const std::vector<std::string>& dialled) const {
  uint32_t best = states_[at].parent;
  int most = -1;
  for (uint32_t one = states_[at].joined; one; one = joined_[one - 1].next) {
    int fits = 0;
    for (size_t i = 0; i < kInputsMax && i < dialled.size(); ++i)
      fits += sets_.contains(joined_[one - 1].inputs[i], dialled[i]);
    if (fits > most) best = joined_[one - 1].parent;
    most = std::max(most, fits);
  }
  return best;
}

std::vector<SourceLine> Walk::trace(uint32_t at, const std::vector<std::string>& dialled) const {
  if (at >= states_.size()) return {};
  std::vector<uint32_t> way;
  for (uint32_t one = at + 1; one && way.size() < 10'000; one = parent_on_the_way(one - 1, dialled))
    way.push_back(one - 1);
  std::reverse(way.begin(), way.end());
  const parse::Dialplan& plan = estate_.dialplan;
  auto place = [&](const parse::DialplanPlace& where) {
    SourceLine line;
    line.file =
        where.file < plan.files.size() ? estate_.sources.shown(plan.files[where.file]) : std::string();
    line.line = where.line;
    return line;
  };
  std::vector<SourceLine> lines;
  for (size_t i = 0; i < way.size(); ++i) {
    const WalkState& state = states_[way[i]];
    const Candidate& candidate = state.in->candidates[state.candidate];
    if (state.jumped) {
      std::vector<const parse::ContextInclude*> includes;
      for (size_t step = candidate.step; step && includes.size() < 128; step = state.in->steps[step].parent)
        if (state.in->steps[step].include) includes.push_back(state.in->steps[step].include);
      std::string context = state.in->context->name;
      for (auto it = includes.rbegin(); it != includes.rend(); ++it) {
        SourceLine line = place((*it)->place);
        line.context = context;
        line.text = text::printable("include => " + (*it)->written);
        lines.push_back(std::move(line));
        context = (*it)->context;
      }
    }
    bool last = i + 1 == way.size();
    bool leaves = !last && (states_[way[i + 1]].jumped || states_[way[i + 1]].gate > state.gate);
    if (!last && !leaves) continue;
    SourceLine line = place(state.priority->place);
    line.context = candidate.context->name;
    line.text = text::printable("exten => " + candidate.extension->name + "," +
                                std::to_string(state.priority->number) + "," + state.priority->app + "(" +
                                without_secrets(state.priority->app, state.priority->arguments) + ")");
    lines.push_back(std::move(line));
  }
  if (lines.size() > kStepsMax) lines.erase(lines.begin() + kStepsMax / 2, lines.end() - kStepsMax / 2);
  return lines;
}

std::optional<SourceLine> Walk::busiest() const {
  std::map<const parse::Priority*, std::pair<size_t, const WalkState*>> visits;
  std::pair<size_t, const WalkState*> most{0, nullptr};
  for (const WalkState& state : states_) {
    auto& visit = visits[state.priority];
    visit = {visit.first + 1, &state};
    if (visit.first > most.first) most = visit;
  }
  if (!most.second) return std::nullopt;
  const parse::DialplanPlace& place = most.second->priority->place;
  SourceLine line;
  const auto& files = estate_.dialplan.files;
  if (place.file < files.size()) line.file = estate_.sources.shown(files[place.file]);
  line.line = place.line;
  line.context = most.second->in->candidates[most.second->candidate].context->name;
  return line;
}

}  // namespace denwaban::audit
