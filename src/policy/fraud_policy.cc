// SPDX-License-Identifier: GPL-3.0-or-later
#include "policy/fraud_policy.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/hash.h"
#include "model/names.h"

namespace denwaban::policy {
namespace {

constexpr uint8_t kVersion = 1;
constexpr size_t kNameMax = 256, kVouchedMax = 4'096;

std::shared_ptr<const CallTarget> about(std::string call, std::string channel, std::string trunk, std::string place,
                                        std::string number) {
  return std::make_shared<const CallTarget>(
      CallTarget{std::move(call), std::move(channel), std::move(trunk), std::move(place), std::move(number)});
}

}  // namespace

void FraudPolicy::begin(Time now) {
  if (since_ == Time{}) since_ = now;
}

Reason FraudPolicy::why_not(const FraudFinding& finding, Time now) const {
  if (options_.act == FraudOptions::Act::off) return Reason::turned_off;
  if (finding.severity < options_.act_from) return Reason::not_grave;
  if (options_.act == FraudOptions::Act::notify) return Reason::set_to_notify;
  return watches_only(now) ? Reason::watching : Reason::evidence;
}

void FraudPolicy::judge(const FraudFinding& finding, const CallLookup& calls, Time now, std::vector<Decision>& out) {
  if (finding.state == FindingState::closed) return;
  Reason reason = why_not(finding, now);
  if (reason != Reason::evidence) return tell(finding, reason, now, out);
  act(finding, calls, now, out);
}

FraudPolicy::Said& FraudPolicy::said(const std::string& finding, Time now) {
  auto at = said_.find(finding);
  if (at == said_.end()) {
    if (said_.size() >= kFindingsMax)
      said_.erase(std::ranges::min_element(said_, {}, [](const auto& entry) { return entry.second.last; }));
    at = said_.emplace(finding, Said()).first;
  }
  at->second.last = now;
  return at->second;
}

Decision FraudPolicy::decide(Action action, Reason reason, const FraudFinding& finding, std::string_view whom, Time now) const {
  Decision decision;
  decision.time = now;
  decision.action = action;
  decision.reason = reason;
  decision.because = {finding.id};
  decision.dry_run = options_.dry_run;
  decision.id = stable_id(
      fmt::format("fraud|{}|{}|{}|{}|{}", name_of(action), name_of(reason), finding.id, whom, to_epoch_ms(now)));
  return decision;
}

// Once for each reason, and again when it became worse.
void FraudPolicy::tell(const FraudFinding& finding, Reason reason, Time now, std::vector<Decision>& out) {
  Said& one = said(finding.id, now);
  if (finding.severity > one.severity) one.told = 0;
  one.severity = std::max(one.severity, finding.severity);
  uint32_t bit = uint32_t{1} << static_cast<unsigned>(reason);
  if ((one.told & bit) != 0) return;
  one.told |= bit;
  Action action = reason == Reason::turned_off ? Action::none : Action::notify;
  Decision decision = decide(action, reason, finding, {}, now);
  const FraudSubject& subject = finding.subject;
  if (!subject.account.empty()) decision.subject.account = subject.account;
  if (!subject.trunk.empty()) decision.about = about({}, {}, subject.trunk, {}, subject.number);
  out.push_back(std::move(decision));
}

void FraudPolicy::act(const FraudFinding& finding, const CallLookup& calls, Time now, std::vector<Decision>& out) {
  tell(finding, Reason::evidence, now, out);
  for (const std::string& account : finding.accounts) lock(finding, account, now, out);
  if (finding.accounts.empty() && !finding.subject.trunk.empty()) close(finding, finding.subject.trunk, now, out);
  for (const std::string& id : finding.calls) end_call(finding, id, calls(id), now, out);
}

// False: it is locked because of this finding.
bool FraudPolicy::lock_anew(Said& one, const std::string& whom, Time now) const {
  auto at = one.locked.find(whom);
  if (at != one.locked.end() && now < at->second) return false;
  if (at == one.locked.end() && one.locked.size() >= FraudFinding::kListMax) return false;
  one.locked[whom] = options_.lock_for.count() > 0 ? now + options_.lock_for : Time::max();
  return true;
}

void FraudPolicy::lock(const FraudFinding& finding, std::string_view account, Time now, std::vector<Decision>& out) {
  if (vouched_for(account, now)) return tell(finding, Reason::vouched, now, out);
  Said& one = said(finding.id, now);
  if (!lock_anew(one, std::string(account), now)) return;
  Decision decision = decide(Action::lock_account, Reason::evidence, finding, account, now);
  decision.subject.account = account;
  if (options_.lock_for.count() > 0) decision.span = options_.lock_for;
  out.push_back(std::move(decision));
}

void FraudPolicy::close(const FraudFinding& finding, std::string_view trunk, Time now, std::vector<Decision>& out) {
  for (const std::string& place : finding.places) {
    Said& one = said(finding.id, now);
    std::string whom = fmt::format("\x01{}\x01{}", trunk, place);
    if (!lock_anew(one, whom, now)) continue;
    Decision decision = decide(Action::close_trunk, Reason::evidence, finding, whom, now);
    decision.about = about({}, {}, std::string(trunk), place, {});
    if (options_.lock_for.count() > 0) decision.span = options_.lock_for;
    out.push_back(std::move(decision));
  }
}

void FraudPolicy::end_call(const FraudFinding& finding, const std::string& id, const CallNow& call, Time now,
                           std::vector<Decision>& out) {
  if (call.call != nullptr && vouched_for(call.call->account, now)) return tell(finding, Reason::vouched, now, out);
  if (!first_of(id)) return;
  Action action = Action::hang_up;
  Reason reason = Reason::evidence;
  if (call.call == nullptr) reason = Reason::over_already;
  if (call.emergency) reason = Reason::emergency;
  if (reason != Reason::evidence) action = Action::none;
  Decision decision = decide(action, reason, finding, id, now);
  std::string number = finding.numbers.size() == 1 ? finding.numbers.front() : std::string();
  bool known = call.call != nullptr;
  decision.about =
      about(id, known ? call.call->channel : "", known ? call.call->trunk : "", {}, std::move(number));
  if (known && !call.call->account.empty()) decision.subject.account = call.call->account;
  out.push_back(std::move(decision));
}

bool FraudPolicy::first_of(const std::string& call) {
  if (!calls_.insert(call).second) return false;
  calls_in_order_.push_back(call);
  if (calls_in_order_.size() > kCallsMax) {
    calls_.erase(calls_in_order_.front());
    calls_in_order_.pop_front();
  }
  return true;
}

bool FraudPolicy::vouched_for(std::string_view account, Time now) const {
  auto at = vouched_.find(account);
  return at != vouched_.end() && now < at->second;
}

void FraudPolicy::adopt(const Decision& decision) {
  if (decision.dry_run || !decision.subject.account) return;
  const std::string& account = *decision.subject.account;
  if (decision.action == Action::unlock_account && decision.reason == Reason::by_hand) {
    if (vouched_.size() >= kVouchedMax && !vouched_.contains(account))
      vouched_.erase(std::ranges::min_element(vouched_, {}, [](const auto& entry) { return entry.second; }));
    vouched_[account] = decision.time + kVouched;
    for (auto& [finding, one] : said_) one.locked.erase(account);
  }
  if (decision.action != Action::lock_account) return;
  vouched_.erase(account);
  for (const std::string& finding : decision.because) {
    Said& one = said(finding, decision.time);
    if (one.locked.size() < FraudFinding::kListMax)
      one.locked[account] = decision.span ? decision.time + *decision.span : Time::max();
  }
}

void FraudPolicy::save(ByteWriter& out) const {
  out.put(kVersion);
  out.put(since_);
  out.put(static_cast<uint32_t>(said_.size()));
  for (const auto& [finding, one] : said_) {
    out.put(finding);
    out.put(one.told);
    out.put(static_cast<uint8_t>(one.severity));
    out.put(one.last);
    out.put(static_cast<uint32_t>(one.locked.size()));
    for (const auto& [name, until] : one.locked) {
      out.put(name);
      out.put(until);
    }
  }
  out.put(static_cast<uint32_t>(calls_in_order_.size()));
  for (const std::string& call : calls_in_order_) out.put(call);
  out.put(static_cast<uint32_t>(vouched_.size()));
  for (const auto& [account, until] : vouched_) {
    out.put(account);
    out.put(until);
  }
}

bool FraudPolicy::load(ByteReader& in) {
  FraudPolicy fresh(options_);
  if (in.get<uint8_t>() != kVersion) return false;
  fresh.since_ = in.get_time();
  uint32_t findings = in.get_count(21);
  for (uint32_t i = 0; i < findings && !in.failed() && i < kFindingsMax; ++i) {
    Said& one = fresh.said_[in.get_text(kNameMax)];
    one.told = in.get<uint32_t>();
    auto severity = in.get<uint8_t>();
    if (severity > static_cast<uint8_t>(Severity::critical)) return false;
    one.severity = static_cast<Severity>(severity);
    one.last = in.get_time();
    uint32_t locked = in.get_count(12);
    if (locked > FraudFinding::kListMax) return false;
    for (uint32_t k = 0; k < locked && !in.failed(); ++k) {
      std::string name = in.get_text(kNameMax);
      one.locked[std::move(name)] = in.get_time();
    }
  }
  uint32_t calls = in.get_count(4);
  if (findings > kFindingsMax || calls > kCallsMax) return false;
  for (uint32_t i = 0; i < calls && !in.failed(); ++i) fresh.first_of(in.get_text(kNameMax));
  uint32_t vouched = in.get_count(12);
  if (vouched > kVouchedMax) return false;
  for (uint32_t i = 0; i < vouched && !in.failed(); ++i) {
    std::string account = in.get_text(kNameMax);
    fresh.vouched_[std::move(account)] = in.get_time();
  }
  if (in.failed()) return false;
  *this = std::move(fresh);
  return true;
}

}  // namespace denwaban::policy
