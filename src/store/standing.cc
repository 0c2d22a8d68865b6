// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/standing.h"

#include <map>
#include <tuple>

namespace denwaban::store {

namespace {

struct Held {
  std::optional<size_t> limit;   // the latest ban or shed
  std::optional<size_t> lifted;  // the unban behind it
  std::optional<size_t> list;    // the latest allow or disallow
};

bool over(const Decision& decision, Time before) {
  return decision.span && std::chrono::floor<Seconds>(before - decision.time) > *decision.span;
}

}  // namespace

std::vector<bool> still_matters(const std::vector<Decision>& decisions, Seconds retention, Time now) {
  std::map<std::tuple<IpPrefix, uint16_t>, Held> by_target;
  Time latest{};
  for (size_t i = 0; i < decisions.size(); ++i) {
    const Decision& decision = decisions[i];
    if (decision.time <= now) latest = std::max(latest, decision.time);
    if (decision.dry_run) continue;
    Held& held = by_target[{decision.target, decision.port}];
    switch (decision.action) {
      case Action::ban:
      case Action::shed:
        held.limit = i;
        held.lifted.reset();
        break;
      case Action::unban:
        held.lifted = i;
        break;
      case Action::allow:
      case Action::disallow:
        held.list = i;
        break;
      case Action::notify:
      case Action::none:
        break;
    }
  }
  std::vector<bool> keep(decisions.size(), false);
  const Time before = latest - retention;
  for (const auto& [target, held] : by_target) {
    if (held.list) keep[*held.list] = true;
    bool lifted_long_ago = held.lifted && decisions[*held.lifted].time < before;
    if (held.limit && !lifted_long_ago && !over(decisions[*held.limit], before)) {
      keep[*held.limit] = true;
      if (held.lifted) keep[*held.lifted] = true;
    }
  }
  return keep;
}

}  // namespace denwaban::store
