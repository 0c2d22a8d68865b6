// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/rules/dialplan/walked.h"

#include <algorithm>

namespace denwaban::audit {
namespace {

constexpr size_t kFollowedLines = 5'000;  // more, and the search may have left something out

bool is_of(const TollPath& path, std::string_view name) {
  return std::find(path.classes.begin(), path.classes.end(), name) != path.classes.end();
}

// The call that ends there is the line's own, and not one that somebody makes of it later.
bool is_own_call(const TollPath& path) {
  return !path.trunk.empty() && !path.steps.empty() && path.verdict != Verdict::not_reachable &&
         path.verdict != Verdict::inert && path.verdict != Verdict::opaque && !is_of(path, "transfer") &&
         !is_of(path, "forward") && path.trunk.find("${") == std::string::npos;
}

}  // namespace

WalkedLines::WalkedLines(const Check& check) : check_(check) {
  for (const TollPath& path : check.survey().paths)
    if (is_own_call(path)) by_place_[{path.steps.back().file, path.steps.back().line}].push_back(&path);
}

const std::vector<const TollPath*>& WalkedLines::ending_at(const PlanLine& line) const {
  static const std::vector<const TollPath*> kNone;
  SourceLine place = source_line(check_.estate(), *line.context, *line.extension, *line.priority);
  auto found = by_place_.find({place.file, place.line});
  return found == by_place_.end() ? kNone : found->second;
}

bool WalkedLines::takes_digits_only(const PlanLine& line) const {
  const std::vector<const TollPath*>& here = ending_at(line);
  const Estate& estate = check_.estate();
  bool followed = !estate.freepbx && check_.survey().outline.lines().size() < kFollowedLines;
  if (here.empty() || !followed || !estate.sources.unread().empty()) return false;
  // Ways to one trunk may have been told as one, so that all of them are asked.
  const std::vector<TollPath>& all = check_.survey().paths;
  return std::none_of(all.begin(), all.end(), [&](const TollPath& path) {
    bool any = path.numbers.find_first_of(".!") != std::string::npos;
    return path.trunk.empty() || (path.trunk == here.front()->trunk && (any || is_of(path, "injection")));
  });
}

Severity severity_there(const WalkedLines& walked, const PlanLine& line, Severity severity) {
  const std::vector<const TollPath*>& ways = walked.ending_at(line);
  const bool fails = !ways.empty() && std::ranges::all_of(ways, [](const TollPath* path) { return is_of(*path, "undefined"); });
  return fails ? std::min(severity, Severity::low) : severity;
}

std::string unnamed_trunk(const WalkedLines& walked, const PlanLine& line) {
  if (!is_app(line.priority->app, "Dial")) return {};
  const std::vector<const TollPath*>& ways = walked.ending_at(line);
  auto plain = std::find_if(ways.begin(), ways.end(), [](const TollPath* path) { return !is_of(*path, "injection"); });
  return plain == ways.end() ? std::string() : (*plain)->trunk;
}

}  // namespace denwaban::audit
