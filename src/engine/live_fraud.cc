// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/live_fraud.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/hash.h"
#include "model/fraud_json.h"
#include "text/fraud_sentences.h"
#include "text/sentences.h"

namespace denwaban::engine {
namespace {

constexpr uint32_t kVersion = 1;
constexpr size_t kCallsMax = 20'000;

// One line of evidence: what the manager told of a call.
std::string line_of(const Call& call) {
  std::string line = fmt::format("{} {} dialled {}", call.id, call.channel, call.dialled);
  if (!call.trunk.empty()) line += fmt::format(" by trunk {}", call.trunk);
  if (!call.trunk_number.empty()) line += fmt::format(" as {}", call.trunk_number);
  return line.substr(0, 400);
}

}  // namespace

LiveFraud::LiveFraud(fraud::Options options, const policy::FraudOptions& policy, store::Store& store, Hands hands)
    : store_(store), hands_(std::move(hands)), detectors_(std::move(options), HashSeed::random()), policy_(policy) {}

void LiveFraud::reconfigure(fraud::Options options, const policy::FraudOptions& policy) {
  detectors_.reconfigure(std::move(options));
  policy_.reconfigure(policy);
}

void LiveFraud::calls_are_heard() { policy_.begin(hands_.now()); }

EvidenceRef LiveFraud::evidence_of(const Call& call, CallChange change) {
  if (serials_.size() >= kCallsMax && !serials_.contains(call.id)) serials_.erase(serials_.begin());
  auto [at, added] = serials_.try_emplace(call.id, next_serial_);
  if (added) {
    lines_.push_back({next_serial_++, {}});
    if (lines_.size() > kLinesMax) lines_.pop_front();
  }
  EvidenceRef ref{at->second, kSource, 1};
  auto line = std::ranges::lower_bound(lines_, ref.offset, {}, &Line::serial);
  if (line != lines_.end() && line->serial == ref.offset) line->text = line_of(call);
  if (change == CallChange::ended) serials_.erase(at);
  return ref;
}

void LiveFraud::hear(const Call& call, CallChange change) {
  Time now = hands_.now();
  if (!learning_) return take(call, change, now);
  if (waiting_.size() < kWaitingMax)
    waiting_.push_back({call, change, now});
  else
    ++counters_.unheard;
}

void LiveFraud::take(const Call& call, CallChange change, Time now) {
  tell_detectors(call, change, now);
  end_locked(call, change, now);
}

void LiveFraud::tell_detectors(const Call& call, CallChange change, Time now) {
  Call told = call;
  told.evidence = evidence_of(call, change);
  heard_until_ = std::max(heard_until_, now);
  detectors_.hear(told, change, now, found_);
  settle(now);
}

// Records come in the order of the ends of calls, and a clock may be ahead of ours.
void LiveFraud::hear_record(const Call& call, CallChange change, Time moment) {
  record_heard_ = std::min(hands_.now(), std::max(record_heard_, moment));
  tell_detectors(call, change, record_heard_);
}

// Where nobody asks the gate, an account that is locked can still dial: its outside calls are ended.
void LiveFraud::end_locked(const Call& call, CallChange change, Time now) {
  if (change == CallChange::ended || call.direction != CallDirection::outgoing) return;
  const fraud::Lock* lock = locks_.locked(call.account, now);
  if (lock == nullptr || detectors_.is_emergency(call) || !policy_.first_of(call.id)) return;
  Decision decision;
  decision.time = now;
  decision.action = Action::hang_up;
  decision.because = {lock->because};
  decision.subject.account = call.account;
  decision.about = std::make_shared<const CallTarget>(CallTarget{call.id, call.channel, call.trunk, {}, {}});
  decision.id = stable_id(fmt::format("fraud|locked|{}|{}", call.id, to_epoch_ms(now)));
  resolve({std::move(decision)});
}

void LiveFraud::pass_time() {
  Time now = hands_.now();
  locks_.pass_time(now);
  if (learning_) return;
  detectors_.advance(now, found_);
  settle(now);
}

policy::CallNow LiveFraud::look_up(std::string_view id) const {
  const Call* call = hands_.call(id);
  return {call, call != nullptr && detectors_.is_emergency(*call)};
}

// Findings that were told by one moment: decided upon, and kept.
void LiveFraud::settle(Time now) {
  if (found_.empty()) return;
  std::vector<FraudFinding> found = std::exchange(found_, {});
  std::vector<Decision> decisions;
  for (const FraudFinding& finding : found)
    policy_.judge(finding, [this](std::string_view id) { return look_up(id); }, now, decisions);
  resolve(decisions);
  record(found, decisions);
}

// Ledger first, then the world, then what people read.
void LiveFraud::resolve(std::vector<Decision> decisions) {
  if (decisions.empty()) return;
  (void)store_.write_ahead(decisions);  // what it could not keep, status tells
  put_in_force(decisions);
  store_.settle(decisions);
}

Status LiveFraud::carry_out(std::span<const Decision> decisions) {
  if (auto kept = store_.append_durably(decisions); !kept) return kept;
  put_in_force(decisions);
  return {};
}

void LiveFraud::put_in_force(std::span<const Decision> decisions) {
  for (const Decision& decision : decisions) {
    locks_.apply(decision);
    policy_.adopt(decision);
    if (decision.action == Action::lock_account && !decision.dry_run) ++counters_.locked;
    if (decision.action == Action::hang_up && !decision.dry_run) {
      ++counters_.hung_up;
      hands_.hang_up(decision);
    }
    if (hands_.log) hands_.log(fmt::format("{}: {}", text::decision_target(decision), text::decision_sentence(decision)));
    if (hands_.stream) hands_.stream(decision_json(decision));
  }
}

void LiveFraud::adopt(std::span<const Decision> decisions) {
  for (const Decision& decision : decisions) {
    locks_.apply(decision);
    policy_.adopt(decision);
  }
}

void LiveFraud::could_not(const Decision& decision, Reason reason, std::string note) {
  Decision untold = decision;
  untold.time = hands_.now();
  untold.action = Action::none;
  untold.reason = reason;
  untold.note = std::move(note);
  untold.id = stable_id(fmt::format("fraud|undone|{}|{}", decision.id, to_epoch_ms(untold.time)));
  resolve({std::move(untold)});
}

void LiveFraud::record(std::span<const FraudFinding> findings, std::span<const Decision> decisions) {
  std::vector<store::FindingRecord> records;
  for (const FraudFinding& finding : findings) {
    if (finding.state == FindingState::open) ++counters_.findings;
    FindingTexts texts{text::fraud_title(finding), text::fraud_why(finding), {}};
    for (const EvidenceRef& ref : finding.evidence) {
      auto text = line(ref);
      if (text) texts.evidence.push_back({"calls", 0, std::move(*text)});
    }
    std::string told = fraud_finding_json(finding, texts, Stream::live);
    records.push_back(store::fraud_record(finding, told));
    if (hands_.stream) hands_.stream(told);
    if (hands_.tell && !decisions.empty()) hands_.tell(finding, decisions, told);
  }
  store_.record(std::move(records));
}

std::optional<std::string> LiveFraud::line(const EvidenceRef& ref) const {
  if (ref.source != kSource) return std::nullopt;
  auto at = std::ranges::lower_bound(lines_, ref.offset, {}, &Line::serial);
  return at != lines_.end() && at->serial == ref.offset ? at->text : std::string();
}

std::string LiveFraud::detectors_state() const {
  ByteWriter out;
  detectors_.save(out);
  return out.take();
}

void LiveFraud::learned(fraud::Detectors detectors, std::vector<FraudFinding> past, Time until) {
  detectors_ = std::move(detectors);
  heard_until_ = std::max(heard_until_, until);
  record(past);
  learned_nothing();
}

void LiveFraud::learned_nothing() {
  learning_ = false;
  for (auto waiting = std::exchange(waiting_, {}); const Moment& moment : waiting) take(moment.call, moment.change, moment.time);
}

std::string LiveFraud::save() const {
  ByteWriter out;
  out.put(kVersion);
  out.put(next_serial_);
  // What waits is not known to the detectors: records tell of it after a restart.
  out.put(learning_ && !waiting_.empty() ? std::min(heard_until_, waiting_.front().time) : heard_until_);
  out.put(static_cast<uint32_t>(serials_.size()));
  for (const auto& [call, serial] : serials_) {
    out.put(call);
    out.put(serial);
  }
  locks_.save(out);
  policy_.save(out);
  detectors_.save(out);
  return out.take();
}

bool LiveFraud::load(std::string_view bytes) {
  constexpr size_t kIdMax = 256;
  ByteReader in(bytes);
  if (in.get<uint32_t>() != kVersion) return false;
  auto next = in.get<uint64_t>();
  Time heard = in.get_time();
  std::map<std::string, uint64_t, std::less<>> serials;
  uint32_t count = in.get_count(12);
  for (uint32_t i = 0; i < count && !in.failed() && i < kCallsMax; ++i) {
    std::string call = in.get_text(kIdMax);
    serials[std::move(call)] = in.get<uint64_t>();
  }
  if (in.failed() || !locks_.load(in) || !policy_.load(in) || !detectors_.load(in)) return false;
  next_serial_ = next;
  heard_until_ = heard;
  serials_ = std::move(serials);
  return true;
}

}  // namespace denwaban::engine
