// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/standing.h"

#include <map>
#include <optional>
#include <string>
#include <tuple>

namespace denwaban::store {

namespace {

struct Held {
  std::optional<size_t> limit;   // the latest ban or shed
  std::optional<size_t> lifted;  // the unban behind it
  std::optional<size_t> list;    // the latest allow or disallow
};

// Whose lock a decision sets or takes away: an account's, or a trunk's for a class of destinations.
std::optional<std::tuple<bool, std::string, std::string>> locked_by(const Decision& decision) {
  bool account = decision.action == Action::lock_account || decision.action == Action::unlock_account;
  bool trunk = decision.action == Action::close_trunk || decision.action == Action::open_trunk;
  if (account && decision.subject.account) return std::tuple(true, *decision.subject.account, std::string());
  if (trunk && decision.about) return std::tuple(false, decision.about->trunk, decision.about->place);
  return std::nullopt;
}

void held_of_calls(Held& held, const Decision& decision, size_t number) {
  if (decision.action == Action::lock_account || decision.action == Action::close_trunk) {
    held.limit = number;
    held.lifted.reset();
  } else {
    held.lifted = number;
  }
}

bool over(const Decision& decision, Time before) {
  return decision.span && std::chrono::floor<Seconds>(before - decision.time) > *decision.span;
}

}  // namespace

std::vector<bool> still_matters(const std::vector<Decision>& decisions, Seconds retention, Time now) {
  std::map<std::tuple<IpPrefix, uint16_t>, Held> by_target;
  std::map<std::tuple<bool, std::string, std::string>, Held> by_name;
  Time latest{};
  for (size_t i = 0; i < decisions.size(); ++i) {
    const Decision& decision = decisions[i];
    if (decision.time <= now) latest = std::max(latest, decision.time);
    if (decision.dry_run) continue;
    if (auto whom = locked_by(decision)) {
      held_of_calls(by_name[*whom], decision, i);
      continue;
    }
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
      default:
        break;
    }
  }
  std::vector<bool> keep(decisions.size(), false);
  const Time before = latest - retention;
  auto settle = [&](const Held& held) {
    if (held.list) keep[*held.list] = true;
    bool lifted_long_ago = held.lifted && decisions[*held.lifted].time < before;
    if (held.limit && !lifted_long_ago && !over(decisions[*held.limit], before)) {
      keep[*held.limit] = true;
      if (held.lifted) keep[*held.lifted] = true;
    }
  };
  for (const auto& [target, held] : by_target) settle(held);
  for (const auto& [name, held] : by_name) settle(held);
  return keep;
}

}  // namespace denwaban::store
