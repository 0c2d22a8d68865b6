// SPDX-License-Identifier: GPL-3.0-or-later
// From what was measured to findings. A call alone, several odd calls of one account in a day, of many
// accounts to one place, or of weeks: each may be enough.
#include <algorithm>

#include <fmt/format.h>

#include "fraud/core_trickle.h"

namespace denwaban::fraud {

struct Detectors::Impl::Verdict {
  const Suspicion* suspicion;
  bool joint = false;  // several accounts, one place
  bool slow = false;
  uint64_t key = 0;           // of the case
  std::string_view pattern = {};  // where a sum of money says it …
  Facts facts = {};               // … and what it says
};

struct Detectors::Impl::Sums {
  double account = 0, place = 0, slow = 0;
  size_t accounts_there = 0;
};

namespace {

constexpr double kEnough = 1;       // alarms, in parts of one
constexpr double kEnoughUsual = 2;  // at a place that is called anyway, by several accounts
constexpr double kEnoughSlow = 1.5;
constexpr double kOddAlone = 8;  // points from which a call is remembered for weeks
constexpr double kOdd = 0.05;    // part from which it takes part in a later finding
constexpr double kBeyondDoubt = 11.5;
constexpr double kBelongs = 5;  // points from which it belongs to a finding that is open

// Who says it in a finding of several calls, where nothing specific does.
FraudDetector detector_of(const Suspicion& suspicion, bool joint_or_slow) {
  const Rule& rule = rules()[suspicion.rule];
  if (!joint_or_slow || rule.specific) return rule.detector;
  return suspicion.danger >= 3 ? FraudDetector::costly_destination : FraudDetector::new_destination;
}

// Until somebody answers it costs nothing, and may be a wrong number: one such call must be beyond doubt.
double most_unanswered(const Suspicion& suspicion) { return suspicion.points >= kBeyondDoubt ? 1 : 0.6; }

// What it adds that somebody answered, and each time that the call has become twice as long.
double part_for_length(const LiveCall& live) {
  constexpr double kOddEnough = 6, kAlmost = 8.5;
  constexpr int64_t kDear = 400'000;  // EUR a minute, in millionths
  if (live.points < kOddEnough || live.number_known) return 0;
  bool dear = live.to.class_price.micros >= kDear;
  if (live.to.stake == Stake::great) return live.points >= kAlmost && dear ? 0.6 : 0.15;
  return live.to.stake == Stake::some ? 0.05 : 0.02;
}

bool is_telling(const OutsideNumber& to, const Suspicion& suspicion) {
  return to.stake == Stake::great || (to.stake == Stake::some && suspicion.off_hours >= 2);
}

bool is_odd_alone(const Suspicion& suspicion) { return suspicion.points >= kOddAlone && suspicion.danger >= 3; }

void explain(const Signals& signals, const Suspicion& suspicion, Facts& facts) {
  add_fact(facts, "number", "+" + signals.to.digits);
  add_fact(facts, "country", signals.to.country.empty() ? std::string(signals.to.place) : signals.to.country);
  if (!signals.to.name.empty()) add_fact(facts, "place", std::string(signals.to.name));
  rules()[suspicion.rule].explain(signals, facts);
  for (const Rule& rule : rules())
    if (rule.weigh(signals).points >= 1) rule.explain(signals, facts);
}

}  // namespace

void Detectors::Impl::judge(LiveCall& live, Account& account, Time now, Out& out) {
  if (live.finding != 0) return;
  PlaceMemory& place = exchange_.place(live.to.place_key);
  Signals signals = measure(live, account, exchange_, place, live.at, now);
  Suspicion suspicion = suspect(signals);
  live.points = std::max(live.points, suspicion.points);
  live.off_hours = suspicion.off_hours;
  live.part = std::max(live.part, live.talking ? suspicion.part() : std::min(suspicion.part(), most_unanswered(suspicion)));
  double part = live.part + live.for_length, more = part - live.counted_part;
  live.counted_part = part;
  if (join_open(live, account, suspicion, now, out)) return;
  if (Trickle trickle = trickle_of(live, account, now); trickle.is_enough())
    return open_trickle(live, account, signals, suspicion, trickle, now, out);
  if (more <= 0) return;
  Sums sums;
  sums.account = account.suspicion.add(more, now);
  if (is_telling(live.to, suspicion)) sums.place = place.suspicion.add(more, now);
  if (is_odd_alone(suspicion)) sums.slow = account.slow.add(more, now);
  if (part >= kOdd && live.odd == 0) {
    live.odd = exchange_.add_odd({live.account_key, live.to.place_key, live.account, live.to.digits, live.to.country,
                                  live.to.place, live.id, live.evidence, live.began, live.counted, false});
    if (sums.place <= more) place.accounts.clear();
    bool seen = std::ranges::find(place.accounts, account.key) != place.accounts.end();
    if (!seen && place.accounts.size() < PlaceMemory::kAccountsMax) place.accounts.push_back(account.key);
  }
  sums.accounts_there = place.accounts.size();
  if (auto verdict = conclude(live, account, suspicion, signals, part, sums))
    open_case(live, account, signals, *verdict, now, out);
}

// Whether it is enough for a finding, and of whom.
std::optional<Detectors::Impl::Verdict> Detectors::Impl::conclude(const LiveCall& live, const Account& account,
                                                                  const Suspicion& suspicion, const Signals& signals,
                                                                  double part, const Sums& sums) {
  Verdict verdict{&suspicion, false, false, account.key};
  if (part >= kEnough || sums.account >= kEnough) return verdict;
  verdict.joint = sums.accounts_there >= 2 && sums.place >= (signals.place_days < 3 ? kEnough : kEnoughUsual);
  verdict.slow = !verdict.joint && sums.slow >= kEnoughSlow;
  if (verdict.joint) verdict.key = live.to.place_key;
  return verdict.joint || verdict.slow ? std::optional(verdict) : std::nullopt;
}

// The finding that is open and that it belongs to; nullptr: to none.
Case* Detectors::Impl::case_for(const LiveCall& live, const Account& account, const Suspicion& suspicion) {
  if (live.number_known || live.to.stake == Stake::none) return nullptr;
  Case* one = cases_.find(account.key);
  bool there = one != nullptr && std::ranges::find(one->places, live.to.place_key) != one->places.end();
  if (one != nullptr && (there || suspicion.points >= kBelongs)) return one;
  return live.to.stake >= Stake::some ? cases_.find(live.to.place_key) : nullptr;
}

bool Detectors::Impl::join_open(LiveCall& live, Account& account, const Suspicion& suspicion, Time now, Out& out) {
  Case* one = case_for(live, account, suspicion);
  if (one == nullptr) return false;
  put_into(*one, live, account, now);
  cases_.tell(*one, out);
  return true;
}

// A sum of money says it: of one account over weeks, or of several at one place within days.
void Detectors::Impl::open_trickle(LiveCall& live, Account& account, const Signals& signals, const Suspicion& suspicion,
                                   const Trickle& trickle, Time now, Out& out) {
  Verdict verdict{&suspicion, trickle.place, trickle.account, trickle.place ? live.to.place_key : account.key,
                  trickle.place ? "together" : "trickle"};
  verdict.facts = {{"new_spent", fmt::format("{:.0f}", trickle.spent)}, {"new_days", std::to_string(trickle.days)}};
  open_case(live, account, signals, verdict, now, out);
}

void Detectors::Impl::open_case(LiveCall& live, Account& account, const Signals& signals, const Verdict& verdict, Time now,
                                Out& out) {
  // Several accounts that call one place one after the other: one theft, one finding.
  if (Case* same = cases_.find(exchange_.place(live.to.place_key).finding)) {
    take_odd_calls(*same, verdict, now);
    if (live.finding == 0) put_into(*same, live, account, now);
    forget_new_money(account, now);
    return cases_.tell(*same, out);
  }
  FraudFinding finding;
  finding.detector = verdict.pattern.empty() ? detector_of(*verdict.suspicion, verdict.joint || verdict.slow)
                                             : FraudDetector::spend_limit;
  if (!verdict.joint) finding.subject.account = live.account;
  if (live.account.empty() && !verdict.joint) finding.subject.trunk = live.trunk;
  finding.pattern = !verdict.pattern.empty() ? std::string(verdict.pattern)
                    : verdict.joint          ? "joint"
                    : verdict.slow           ? "slow"
                                             : std::string(verdict.suspicion->pattern);
  for (const FraudFact& fact : verdict.facts) add_fact(finding.facts, fact.name, fact.value);
  explain(signals, *verdict.suspicion, finding.facts);
  Case& one = cases_.open(verdict.key, std::move(finding), now, out);
  take_odd_calls(one, verdict, now);
  if (live.finding == 0) put_into(one, live, account, now);
  if (!verdict.joint) {
    account.suspicion.reset();
    account.slow.reset();
    forget_new_money(account, now);
  }
  exchange_.place(live.to.place_key).suspicion.reset();
  exchange_.place(live.to.place_key).money.reset();
  cases_.tell(one, out);
}

void Detectors::Impl::take_odd_calls(Case& one, const Verdict& verdict, Time now) {
  auto remembered = verdict.slow ? std::chrono::hours(24 * 30) : std::chrono::hours(24);
  for (OddCall& odd : exchange_.odd_calls()) {
    bool meant = verdict.joint ? odd.place == verdict.key : odd.account == verdict.key;
    if (odd.taken || !meant || odd.began + remembered < now) continue;
    odd.taken = true;
    auto at = live_.find(odd.call);
    Account* account = accounts_.find(odd.account);
    if (at != live_.end() && at->second.finding == 0 && account != nullptr)
      put_into(one, at->second, *account, now);
    else
      cases_.join(one, odd);
  }
}

void Detectors::Impl::put_into(Case& one, LiveCall& live, Account& account, Time now) {
  if (OddCall* odd = live.odd != 0 ? exchange_.odd(live.odd) : nullptr) odd->taken = true;
  live.finding = one.key;
  account.in_finding_today = true;
  PlaceMemory& place = exchange_.place(live.to.place_key);
  place.in_finding = now;
  place.finding = one.key;
  cases_.join(one, live, now);
}

void Detectors::Impl::weigh_length(LiveCall& live, Time now, Out& out) {
  constexpr double kFirst = 1.0 / 3, kStep = 1.2;
  double minutes = live.minutes(now);
  if (live.finding != 0 || live.to.stake == Stake::none || minutes < kFirst) return;
  if (live.weighed_minutes > 0 && minutes < kStep * live.weighed_minutes) return;
  Account* account = accounts_.find(live.account_key);
  if (account == nullptr) return;
  live.weighed_minutes = minutes;
  if (live.told_minutes == 0 || minutes >= 2 * live.told_minutes) {
    live.told_minutes = live.told_minutes > 0 ? minutes : 0.5;
    live.for_length += part_for_length(live);
  }
  judge(live, *account, now, out);
}

// As `judge` would once somebody answers, on copies.
void Detectors::Impl::suspect_ahead(LiveCall live, Account account, Time now, Weighed& weighed) {
  static const PlaceMemory kNothing;
  const PlaceMemory* known = exchange_.find_place(live.to.place_key);
  const PlaceMemory& place = known != nullptr ? *known : kNothing;
  Signals signals = measure(live, account, exchange_, place, live.at, now);
  Suspicion suspicion = suspect(signals);
  weighed.points = suspicion.points;
  double part = std::max(live.part, suspicion.part()) + live.for_length, more = part - live.counted_part;
  const Case* one = live.finding != 0 ? cases_.find(live.finding) : case_for(live, account, suspicion);
  auto at_place = place.suspicion.at(now);
  Sums sums{account.suspicion.at(now) + more, is_telling(live.to, suspicion) ? at_place + more : 0,
            is_odd_alone(suspicion) ? account.slow.at(now) + more : 0, 1};
  bool seen = std::ranges::find(place.accounts, account.key) != place.accounts.end();
  if (sums.place > more) sums.accounts_there = place.accounts.size() + (seen ? 0 : 1);
  auto verdict = more > 0 ? conclude(live, account, suspicion, signals, part, sums) : std::nullopt;
  if (one == nullptr && !verdict) return;
  weighed.alarm = true;
  weighed.severity = Cases::severity_of(suspicion.points, 1);
  if (one != nullptr) weighed.severity = std::max(one->finding.severity, weighed.severity);
  weighed.detector = one != nullptr ? one->finding.detector : detector_of(suspicion, verdict->joint || verdict->slow);
  weighed.pattern = one != nullptr   ? one->finding.pattern
                    : verdict->joint ? "joint"
                    : verdict->slow  ? "slow"
                                     : std::string(suspicion.pattern);
  explain(signals, suspicion, weighed.facts);
}

}  // namespace denwaban::fraud
