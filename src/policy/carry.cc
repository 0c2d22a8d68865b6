// SPDX-License-Identifier: GPL-3.0-or-later
// From a verdict to a Decision: not twice, not too many, for how long, under which id.
#include <fmt/format.h>

#include <algorithm>

#include "base/hash.h"
#include "policy/policy.h"

namespace denwaban::policy {
namespace {

// Evidence is part of the id, the moment of the decision is not: whoever reads the same log again, at another
// time of day, arrives at the same ids. What a dry run only said is another deed.
std::string id_of_deed(const Decision& decision, bool proven, const Finding& finding) {
  return stable_id(fmt::format("{}|{}|{}|{}|{}|{}{}", static_cast<int>(decision.action),
                               decision.target.to_string(), decision.port, proven, finding.id,
                               to_epoch_s(finding.last), decision.dry_run ? "|dry" : ""));
}

// Said once for a finding, so without a time.
std::string id_of_word(Action action, int which, const Finding& finding) {
  return stable_id(fmt::format("{}|{}|{}", static_cast<int>(action), which, finding.id));
}

}  // namespace

Decision Policy::begin(Action action, const Finding& finding, const IpPrefix& target, Reason reason,
                       Time now) const {
  Decision decision;
  decision.time = now;
  decision.action = action;
  decision.target = target;
  decision.because = {finding.id};
  decision.reason = reason;
  decision.dry_run = options_.dry_run;
  return decision;
}

bool Policy::stands_already(const Finding& finding, const Verdict& verdict, Time now) const {
  if (verdict.port != 0) {
    const auto* port_ban = standing_.find({StandingTable::Kind::ban_port, verdict.target, verdict.port});
    if (port_ban && port_ban->holds(now)) return true;
  }
  if (const auto* over = standing_.ban_over(verdict.target, now)) {
    const auto& [target, entry] = *over;
    bool stronger =
        verdict.port == 0 && target == verdict.target && verdict.proven && !entry.proven && !entry.by_hand();
    return !stronger;
  }
  auto acted = memory_.acted_until(finding.id, verdict.port);
  // Evidence from long before: the clock was set back since.
  return acted && finding.last <= *acted && *acted - finding.last < std::chrono::hours(24);
}

Seconds Policy::span_of(const Verdict& verdict, uint16_t level, Time now) const {
  size_t step = verdict.escalates ? std::min<size_t>(level, options_.ban_seconds.size() - 1) : 0;
  Seconds span = options_.ban_seconds[step];
  // What follows never ends before what it follows.
  const auto* before = standing_.find({StandingTable::Kind::ban, verdict.target, 0});
  if (before && before->holds(now)) span = std::max(span, std::chrono::ceil<Seconds>(before->until - now));
  return span;
}

// Room for one more; bans on proof take the place of the ban that would end first.
bool Policy::make_room(bool proven, const Round& round) {
  if (standing_.size() < options_.bans_max) return true;
  if (!proven) return false;
  auto key = standing_.next_automatic();
  if (key) lift(*key, Reason::ban_limit, round);
  return key.has_value();
}

void Policy::ban(const Finding& finding, const Verdict& verdict, const Round& round) {
  if (stands_already(finding, verdict, round.now)) return;
  Decision decision = begin(Action::ban, finding, verdict.target, verdict.reason, round.now);
  decision.port = verdict.port;
  decision.id = id_of_deed(decision, verdict.proven, finding);
  if (memory_.knows(decision.id)) return;
  bool renews = standing_.find({StandingTable::Kind::ban, verdict.target, 0}) != nullptr;
  if (!renews && !make_room(verdict.proven, round))
    return refuse(finding, verdict.target, Reason::ban_limit, round);
  if (!verdict.proven && !options_.claims_suffice && !ceiling_.take(round.now))
    return refuse(finding, verdict.target, Reason::ban_limit, round);

  decision.level = verdict.escalates ? levels_.of(verdict.target, round.now) : uint16_t{0};
  decision.span = span_of(verdict, decision.level, round.now);
  decision.proof = verdict.proven ? finding.proof : AddressProof::claimed;
  if (verdict.escalates) levels_.banned(verdict.target, decision.level, round.now + *decision.span);
  // The ban limits the rate to nothing.
  if (verdict.port == 0) standing_.erase({StandingTable::Kind::shed, verdict.target, 0});
  standing_.put(StandingTable::key_of(decision), StandingTable::entry_of(decision));
  memory_.acted(finding.id, verdict.port, finding.last);
  memory_.remember(decision.id);
  round.out.push_back(std::move(decision));
}

void Policy::shed(const Finding& finding, const IpPrefix& source, Reason reason, const Round& round) {
  const auto* before = standing_.find({StandingTable::Kind::shed, source, 0});
  if (before && before->holds(round.now)) return;
  if (stands_already(finding, {source, 0, reason, false, false}, round.now)) return;
  Decision decision = begin(Action::shed, finding, source, reason, round.now);
  decision.id = id_of_deed(decision, false, finding);
  if (memory_.knows(decision.id)) return;
  if (!before && !make_room(false, round)) return refuse(finding, source, Reason::ban_limit, round);
  decision.span = options_.shed_seconds;
  if (reason == Reason::trunk) decision.proof = finding.proof;
  standing_.put(StandingTable::key_of(decision), StandingTable::entry_of(decision));
  memory_.acted(finding.id, 0, finding.last);
  memory_.remember(decision.id);
  round.out.push_back(std::move(decision));
}

void Policy::refuse(const Finding& finding, const IpPrefix& target, Reason reason, const Round& round) {
  if (!memory_.first_time(finding.id, Action::none, reason, finding.severity)) return;
  Decision decision = begin(Action::none, finding, target, reason, round.now);
  decision.subject = finding.subject;
  decision.id = id_of_word(Action::none, static_cast<int>(reason), finding);
  if (memory_.knows(decision.id)) return;
  memory_.remember(decision.id);
  round.out.push_back(std::move(decision));
}

// Once, and again when it gets worse.
void Policy::notify(const Finding& finding, Reason reason, const Round& round) {
  if (!memory_.first_time(finding.id, Action::notify, reason, finding.severity)) return;
  Decision decision = begin(Action::notify, finding, IpPrefix(), reason, round.now);
  decision.subject = finding.subject;
  decision.id = id_of_word(Action::notify, static_cast<int>(finding.severity), finding);
  if (memory_.knows(decision.id)) return;
  memory_.remember(decision.id);
  round.out.push_back(std::move(decision));
}

void Policy::lift(const StandingTable::Key& key, Reason reason, const Round& round) {
  const auto* entry = standing_.find(key);
  if (!entry) return;
  Decision decision = StandingTable::decision_of(key, *entry);
  decision.id = stable_id(fmt::format("unban|{}|{}", decision.id, static_cast<int>(reason)));
  decision.time = round.now;
  bool allowance = key.kind == StandingTable::Kind::allow;
  decision.action = allowance ? Action::disallow : Action::unban;
  decision.reason = reason;
  decision.span.reset();
  decision.by.clear();
  decision.note.clear();
  decision.dry_run = options_.dry_run;
  standing_.erase(key);
  if (allowance) spared_.disallow_by_hand(key.target);
  memory_.remember(decision.id);
  round.out.push_back(std::move(decision));
}

}  // namespace denwaban::policy
