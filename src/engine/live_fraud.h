// SPDX-License-Identifier: GPL-3.0-or-later
// Fraud, heard live: calls as they happen go to the detectors, findings to the policy, decisions to the ledger and then into
// force. Without descriptors, clocks or sockets, as engine/live.h. One owner, one thread.
//
// While habits are being learned from call records (by somebody else, on a thread of his own) calls wait, bounded. Findings
// of the past are told and not acted upon.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/time.h"
#include "fraud/detectors.h"
#include "fraud/locks.h"
#include "model/call.h"
#include "policy/fraud_policy.h"
#include "store/store.h"

namespace denwaban::engine {

class LiveFraud final : public CallListener {
 public:
  static constexpr uint32_t kSource = 0xffff'fffa;  // of evidence; logs are numbered from 0
  static constexpr size_t kWaitingMax = 50'000, kLinesMax = 4'096;

  // What is around it. All of them stay callable.
  struct Hands {
    std::function<Time()> now;
    std::function<const Call*(std::string_view id)> call;          // as it is now; nullptr: over, or never heard of
    std::function<void(const Decision&)> hang_up;                  // ends that call; tells the outcome by `told_outcome`
    std::function<void(const std::string&)> stream;                // each record as one JSON line; may be empty
    std::function<void(std::string_view)> log;                     // a sentence for each decision
    // Each finding of now with what was decided about it, and its JSON; may be empty.
    std::function<void(const FraudFinding&, std::span<const Decision>, const std::string&)> tell = {};
  };
  // `store` outlives it.
  LiveFraud(fraud::Options options, const policy::FraudOptions& policy, store::Store& store, Hands hands);

  void reconfigure(fraud::Options options, const policy::FraudOptions& policy);

  void hear(const Call& call, CallChange change) override;
  // Of a call that is over, by its record: nothing of it can be ended any more.
  void hear_record(const Call& call, CallChange change, Time moment);
  // Somebody tells of calls now: `policy::FraudOptions::watch_for` begins.
  void calls_are_heard();
  void pass_time();

  // Calls wait from now on, until `learned`.
  void begin_to_learn() { learning_ = true; }
  bool learning() const { return learning_; }
  // The detectors as they are after the records of the past, up to `until`, and what these told of; then what waited is heard.
  void learned(fraud::Detectors detectors, std::vector<FraudFinding> past, Time until);
  // There was nothing to learn from.
  void learned_nothing();
  // A copy to learn with.
  std::string detectors_state() const;
  // What was heard last, by us or from records: records of what began before are no news.
  Time heard_until() const { return heard_until_; }

  // The only detectors and locks of the guard.
  fraud::Detectors& detectors() { return detectors_; }
  const fraud::Locks& locks() const { return locks_; }
  const policy::FraudPolicy& policy() const { return policy_; }
  bool watches_only() const { return policy_.watches_only(hands_.now()); }

  // What somebody else resolved about a call (the gate): kept, told, in force.
  void resolve(std::vector<Decision> decisions);
  // A person's: durable first.
  Status carry_out(std::span<const Decision> decisions);
  // Of the ledger, at the start: what locks and what was unlocked holds, nothing is done again.
  void adopt(std::span<const Decision> decisions);
  // What became of a decision to hang up, if it did not succeed.
  void could_not(const Decision& decision, Reason reason, std::string note);

  // The text of evidence; nullopt: not of calls.
  std::optional<std::string> line(const EvidenceRef& ref) const;

  std::string save() const;
  bool load(std::string_view bytes);

  struct Counters {
    uint64_t findings = 0, hung_up = 0, locked = 0;
    uint64_t unheard = 0;  // moments that found no room to wait
  };
  const Counters& counters() const { return counters_; }

 private:
  struct Moment {
    Call call;
    CallChange change;
    Time time;
  };
  struct Line {
    uint64_t serial = 0;
    std::string text;
  };
  void take(const Call& call, CallChange change, Time now);
  void tell_detectors(const Call& call, CallChange change, Time now);
  EvidenceRef evidence_of(const Call& call, CallChange change);
  void settle(Time now);
  void end_locked(const Call& call, CallChange change, Time now);
  void record(std::span<const FraudFinding> findings, std::span<const Decision> decisions = {});
  void put_in_force(std::span<const Decision> decisions);
  policy::CallNow look_up(std::string_view id) const;

  store::Store& store_;
  Hands hands_;
  fraud::Detectors detectors_;
  fraud::Locks locks_;
  policy::FraudPolicy policy_;
  bool learning_ = false;
  std::deque<Moment> waiting_;
  std::vector<FraudFinding> found_;
  std::vector<Decision> decisions_;
  std::map<std::string, uint64_t, std::less<>> serials_;  // of calls that last
  std::deque<Line> lines_;
  uint64_t next_serial_ = 1;
  Time heard_until_{}, record_heard_{};
  Counters counters_;
};

}  // namespace denwaban::engine
