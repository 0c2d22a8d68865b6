// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "model/names.h"
#include "serve/desk/questions.h"

namespace denwaban::serve {
namespace {

Decision by_hand(const Asked& asked, Action action, std::string_view whom, Time now) {
  Decision decision;
  decision.time = now;
  decision.action = action;
  decision.reason = Reason::by_hand;
  decision.by = asked.by;
  decision.note = asked.text("note");
  decision.id = stable_id(fmt::format("{}|{}|{}|{}", name_of(action), whom, to_epoch_ms(now), asked.by));
  return decision;
}

}  // namespace

// An account, or a trunk for all classes of destinations that it is closed for.
Answered unlock(Office& office, const Asked& asked) {
  const fraud::Locks* locks = office.locks();
  if (locks == nullptr) return fail(ErrorKind::unavailable, "nothing is known of locks here: start the guard");
  std::string account = asked.text("account"), trunk = asked.text("trunk");
  std::vector<Decision> decisions;
  Time now = office.now();
  if (locks->locked(account, now) != nullptr) {
    decisions.push_back(by_hand(asked, Action::unlock_account, account, now));
    decisions.back().subject.account = account;
  }
  for (const auto& [key, lock] : locks->trunks()) {
    if (trunk.empty() || key.first != trunk) continue;
    decisions.push_back(by_hand(asked, Action::open_trunk, key.first + " " + key.second, now));
    decisions.back().about = std::make_shared<const CallTarget>(CallTarget{{}, {}, key.first, key.second, {}});
  }
  if (decisions.empty())
    return fail(ErrorKind::usage,
                fmt::format("{} is not locked: see denwaban status", trunk.empty() ? "account " + account : "trunk " + trunk));
  if (auto done = office.carry_out(decisions); !done) return tl::unexpected(done.error());
  std::string answer;
  for (const Decision& decision : decisions) answer += decision_json(decision) + "\n";
  return answer;
}

}  // namespace denwaban::serve
