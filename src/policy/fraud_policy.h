// SPDX-License-Identifier: GPL-3.0-or-later
// From fraud findings to decisions: which calls are ended, who is locked, which trunk is closed for which destinations, or
// why not. Pure; one owner, one thread.
//
// A finding of `act_from` and above is acted upon: each of its calls is ended, each of its accounts locked for outside
// calls; where calls are nobody's (they came in by a trunk, or were originated) the trunk they leave by is closed for their
// class of destinations. What is below, comes too early after the installation or is not wanted is told, with the reason.
// Nothing is decided twice: it is remembered by finding, account and call, bounded, and part of the snapshot.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/time.h"
#include "model/call.h"
#include "model/decision.h"
#include "model/fraud_finding.h"

namespace denwaban::policy {

struct FraudOptions {
  enum class Act : uint8_t { off, notify, act };
  Act act = Act::act;
  Seconds watch_for{14 * 86400};
  Seconds lock_for{0};  // 0: for ever
  Severity act_from = Severity::high;
  bool dry_run = false;
};

// What is known of a call at this moment.
struct CallNow {
  const Call* call = nullptr;  // nullptr: it has ended, or nobody heard of it
  bool emergency = false;
};
using CallLookup = std::function<CallNow(std::string_view id)>;

class FraudPolicy {
 public:
  static constexpr size_t kFindingsMax = 4'096, kCallsMax = 16'384;
  static constexpr Seconds kVouched{86400};  // after a person took a lock away its account is not locked by itself

  explicit FraudPolicy(FraudOptions options) : options_(options) {}
  void reconfigure(const FraudOptions& options) { options_ = options; }

  // Calls are heard from now on, if they were not before: `watch_for` begins.
  void begin(Time now);
  Time watching_since() const { return since_; }
  // Also as long as nobody tells of calls.
  bool watches_only(Time now) const {
    return options_.watch_for > Seconds(0) && (since_ == Time{} || now < since_ + options_.watch_for);
  }

  void judge(const FraudFinding& finding, const CallLookup& calls, Time now, std::vector<Decision>& out);
  // Whether nothing was decided yet about ending this call; from now on it is.
  bool first_of(const std::string& call);
  // What a person or the ledger resolved.
  void adopt(const Decision& decision);

  void save(ByteWriter& out) const;
  // False: damaged or of another version; then nothing changes.
  bool load(ByteReader& in);

 private:
  struct Said {
    uint32_t told = 0;  // bits 1 << Reason, of the severity below
    Severity severity = Severity::info;
    Time last{};
    std::map<std::string, Time, std::less<>> locked;  // accounts and trunks, until when; at most kListMax
  };
  Reason why_not(const FraudFinding& finding, Time now) const;
  Said& said(const std::string& finding, Time now);
  void tell(const FraudFinding& finding, Reason reason, Time now, std::vector<Decision>& out);
  void act(const FraudFinding& finding, const CallLookup& calls, Time now, std::vector<Decision>& out);
  void lock(const FraudFinding& finding, std::string_view account, Time now, std::vector<Decision>& out);
  void close(const FraudFinding& finding, std::string_view trunk, Time now, std::vector<Decision>& out);
  void end_call(const FraudFinding& finding, const std::string& id, const CallNow& call, Time now, std::vector<Decision>& out);
  bool lock_anew(Said& one, const std::string& whom, Time now) const;
  bool vouched_for(std::string_view account, Time now) const;
  Decision decide(Action action, Reason reason, const FraudFinding& finding, std::string_view whom, Time now) const;

  FraudOptions options_;
  Time since_{};
  std::map<std::string, Said, std::less<>> said_;
  std::deque<std::string> calls_in_order_;
  std::set<std::string, std::less<>> calls_;
  std::map<std::string, Time, std::less<>> vouched_;  // accounts, until when
};

}  // namespace denwaban::policy
