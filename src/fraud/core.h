// SPDX-License-Identifier: GPL-3.0-or-later
// Calls in, findings out: follows the outside calls that last, has each weighed when something of it becomes known, and
// learns from what is over and belongs to no finding.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "fraud/accounts.h"
#include "fraud/budgets.h"
#include "fraud/cases.h"
#include "fraud/detectors.h"
#include "fraud/exchange.h"
#include "fraud/live_call.h"
#include "fraud/measure.h"
#include "fraud/outside_number.h"

namespace denwaban::fraud {

class Detectors::Impl {
 public:
  Impl(Options options, HashSeed seed);
  void hear(const Call& call, CallChange change, Time now, std::vector<FraudFinding>& out);
  void advance(Time now, std::vector<FraudFinding>& out);
  Baseline baseline(const std::string& account);
  std::vector<std::string> accounts() const;
  void finish(std::vector<FraudFinding>& out) { cases_.finish(out); }
  Weighed weigh(const Call& call, Time now);
  bool is_emergency(const Call& call) const { return reader_.is_emergency(call, came_by_trunk(call)); }
  const Options& options() const { return options_; }
  HashSeed seed() const { return seed_; }
  void io(StateIo& io);

 private:
  using Out = std::vector<FraudFinding>;
  static constexpr size_t kLiveMax = 20'000, kTrunksMax = 256;

  // Whose call it is (core_calls.cc).
  void learn_trunk(const Call& call);
  void learn_form(const Call& call, const OutsideNumber& to);
  bool is_trunk(std::string_view name) const;
  bool came_by_trunk(const Call& call) const;
  bool leaves(const Call& call, bool from_trunk) const;
  std::string habit_name(const LiveCall& call) const;
  uint64_t written_in(const Call& call) const;
  void follow(const Call& call, Time now, Out& out);
  void understand(const Call& call, Time now, Out& out);
  void begin(const Call& call, OutsideNumber to, bool from_trunk, Time now, Out& out);
  LiveCall new_call(const Call& call, OutsideNumber to, bool from_trunk, Time now);
  static void count_attempt(LiveCall& live, Account& account);
  void end(const Call& call, Time now, Out& out);
  void forget(std::map<std::string, LiveCall, std::less<>>::iterator at);
  void note_attempt(LiveCall& live, Account& account);
  bool is_new_place(const LiveCall& live) const;
  void note_talking(const Call& call, LiveCall& live, Time now, Out& out);
  void learn(const LiveCall& live, Account& account, Time now);

  // Is it fraud (core_judge.cc)?
  void judge(LiveCall& live, Account& account, Time now, Out& out);
  void weigh_length(LiveCall& live, Time now, Out& out);
  bool join_open(LiveCall& live, Account& account, const Suspicion& suspicion, Time now, Out& out);
  struct Verdict;
  struct Sums;
  struct Trickle;
  static std::optional<Verdict> conclude(const LiveCall& live, const Account& account, const Suspicion& suspicion,
                                         const Signals& signals, double part, const Sums& sums);
  Case* case_for(const LiveCall& live, const Account& account, const Suspicion& suspicion);
  void suspect_ahead(LiveCall live, Account account, Time now, Weighed& weighed);
  void open_case(LiveCall& live, Account& account, const Signals& signals, const Verdict& verdict, Time now, Out& out);
  void open_trickle(LiveCall& live, Account& account, const Signals& signals, const Suspicion& suspicion,
                    const Trickle& trickle, Time now, Out& out);
  void take_odd_calls(Case& one, const Verdict& verdict, Time now);
  void put_into(Case& one, LiveCall& live, Account& account, Time now);

  // Money at places that the exchange has not called for long (core_trickle.cc).
  bool is_new_here(const PlaceMemory& place, int32_t day) const;
  void note_new_money(const LiveCall& live, Account& account, double more_eur, Time now);
  static void forget_new_money(Account& account, Time now);
  Trickle trickle_of(const LiveCall& live, const Account& account, Time now);

  // Money (core_money.cc).
  Amount cost_of(const LiveCall& live, Time until) const;
  void charge(LiveCall& live, Time now, Out& out);
  std::optional<BudgetBreach> limit_passed(const LiveCall& live) const;
  void tell_breach(LiveCall& live, const BudgetBreach& breach, Time now, Out& out);

  Options options_;
  HashSeed seed_;
  NumberReader reader_;
  OfficeClock clock_;
  Accounts accounts_;
  Exchange exchange_;
  Budgets budgets_;
  Cases cases_;
  std::map<std::string, LiveCall, std::less<>> live_;  // ordered, so that results repeat
  std::vector<std::string> trunks_, e164_trunks_;
  Time next_look_{};
  int32_t last_day_ = 0;  // of an outside call
};

}  // namespace denwaban::fraud
