// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline.h"

namespace denwaban::engine {
namespace {

// How often, in the events' own time, findings are closed and bans end.
constexpr Seconds kTick{10};

Time tick_of(Time time) {
  return Time(time.time_since_epoch() - time.time_since_epoch() % Milliseconds(kTick));
}

}  // namespace

Pipeline::Pipeline(const PipelineOptions& options, HashSeed seed, Outlet& outlet)
    : tracker_(options.tracker, seed),
      trust_(options.trust, seed),
      detectors_(options.detect, seed),
      policy_(options.policy),
      outlet_(outlet),
      spared_([this](const IpAddress& address, Time now) { return policy_.spares(address, now); }) {}

void Pipeline::take(std::vector<Event>& batch) {
  tracker_.track(batch);  // many sightings become one attempt; what a sender wrote into the log is marked
  process(batch);
}

// Cuts the batch where something must happen between two events: a tick of time, and a login, which the trust
// table learns only after it was judged itself: it must not vouch for itself.
void Pipeline::process(std::span<const Event> events) {
  size_t begin = 0;
  for (size_t i = 0; i < events.size(); ++i) {
    const Event& event = events[i];
    bool login = event.kind == EventKind::auth_succeeded;
    if (event.kind == EventKind::peer_answered) trust_.meet(event);
    if (event.kind == EventKind::auth_failed || event.kind == EventKind::unknown_account) trust_.doubt(event);
    bool ticks = event.time >= last_tick_ + kTick;
    if (!login && !ticks) continue;
    if (ticks) {
      if (begin < i) judge(events.subspan(begin, i - begin), event.time);
      tick_until(event.time);
      begin = i;
    }
    if (!login) continue;
    judge(events.subspan(begin, i + 1 - begin), event.time);
    learn(event);
    begin = i + 1;
  }
  if (begin == events.size()) return;
  judge(events.subspan(begin), events.back().time);
}

void Pipeline::judge(std::span<const Event> events, Time now) {
  detectors_.observe(events, trust_, now, findings_);
  resolve(now);
  if (tally_ != nullptr) tally_->take(events, trust_, spared_);  // no ban waits for it
}

void Pipeline::hear(std::span<const track::AmiTry> tries) {
  if (tally_ != nullptr) tally_->hear(tries, trust_, spared_);
}

void Pipeline::learn(const Event& event) {
  bool guessed = event.tainted || detectors_.guessed(event.address, event.account, event.time);
  trust_.learn(event, guessed);
  if (tally_ != nullptr) tally_->logged_in(event, guessed);
}

void Pipeline::tick_until(Time time) {
  last_tick_ = tick_of(time);
  detectors_.advance(last_tick_, findings_);
  policy_.set_shared_front(detectors_.shared_front());
  policy_.advance(last_tick_, decisions_);
  resolve(last_tick_);
}

// Findings become decisions, and both leave the house.
void Pipeline::resolve(Time now) {
  for (const Finding& finding : findings_) {
    Time when = finding.state == FindingState::closed ? now : finding.last;
    policy_.decide({&finding, 1}, trust_, when, decisions_);
  }
  if (!findings_.empty() || !decisions_.empty()) outlet_.publish(findings_, decisions_);
  findings_.clear();
  decisions_.clear();
}

void Pipeline::release_held(Time since) {
  held_.clear();
  tracker_.flush(since, held_);
  process(held_);
}

void Pipeline::pass_time(Time now) {
  release_held(now);
  if (now >= last_tick_ + kTick) tick_until(now);
}

void Pipeline::finish() {
  release_held(Time::max());  // nothing more will explain what is held back
  if (tally_ != nullptr) tally_->finish();
  detectors_.finish(findings_);
  resolve(last_tick_ + kTick);
}

Pipeline::Saved Pipeline::save() const {
  ByteWriter tracker, trust, detectors, policy;
  tracker_.save(tracker);
  trust_.save(trust);
  detectors_.save(detectors);
  policy_.save(policy);
  return {tracker.take(), trust.take(), detectors.take(), policy.take()};
}

bool Pipeline::load(const Saved& saved) {
  ByteReader tracker(saved.tracker), trust(saved.trust), detectors(saved.detectors), policy(saved.policy);
  bool loaded = tracker_.load(tracker);
  loaded = trust_.load(trust) && loaded;
  loaded = detectors_.load(detectors) && loaded;
  return policy_.load(policy) && loaded;
}

}  // namespace denwaban::engine
