// SPDX-License-Identifier: GPL-3.0-or-later
// The way of a call as proof: where it entered, every include, jump and gate, and the line that dials.
#include <algorithm>

#include "audit/dialplan/source_text.h"
#include "audit/paths/walk_parts.h"
#include "text/printable.h"

namespace denwaban::audit {
namespace {

constexpr size_t kStepsMax = 64;

}  // namespace

std::vector<SourceLine> Walk::trace(uint32_t at) const {
  if (at >= states_.size()) return {};
  std::vector<uint32_t> way;
  for (uint32_t one = at + 1; one && way.size() < 10'000; one = states_[one - 1].parent)
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

}  // namespace denwaban::audit
