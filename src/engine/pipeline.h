// SPDX-License-Identifier: GPL-3.0-or-later
// The way of one event, from what a witness saw to what is done about it. `watch` runs this on live sources
// with the wall clock, `replay` on files with the files' own time, the simulator on a made-up world; nothing
// else differs between them. One owner, one thread.
#pragma once

#include <span>
#include <vector>

#include "base/bytes.h"
#include "base/hash.h"
#include "detect/detectors.h"
#include "policy/policy.h"
#include "report/tally.h"
#include "track/tracker.h"
#include "track/trust.h"

namespace denwaban::engine {

// Where the pipeline ends: the ledger and the firewall in `watch`, a report in `replay`. What is handed over
// has been resolved already; an outlet never judges.
class Outlet {
 public:
  virtual ~Outlet() = default;
  virtual void publish(std::span<const Finding> findings, std::span<const Decision> decisions) = 0;
};

struct PipelineOptions {
  track::TrackerOptions tracker;
  track::TrustOptions trust;
  detect::Options detect;
  policy::Options policy;
};

class Pipeline {
 public:
  Pipeline(const PipelineOptions& options, HashSeed seed, Outlet& outlet);

  // Takes a batch in the order in which things happened. The outcome depends on the order of the events
  // alone, not on how they are cut into batches. `batch` is changed and may be reused afterwards.
  void take(std::vector<Event>& batch);
  // Time passes without events (live only): ends bans, closes findings, gives back what the tracker holds.
  void pass_time(Time now);
  // Judges what the tracker has held back since then or longer, as `save` expects. No time passes by this.
  void release_held(Time since);
  // The end of a replay: closes and publishes every finding.
  void finish();

  // Counts attempts from now on, each where it was judged; nullptr: nowhere, at no cost. Outlives its use here.
  void count_into(report::Tally* tally) { tally_ = tally; }
  // Where addresses are (detect::Detectors::know).
  void know(const knowledge::Atlas* atlas) { detectors_.know(atlas); }
  // Passwords that were tried in plain text: only to be counted.
  void hear(std::span<const track::AmiTry> tries);

  // What a person or the ledger resolved: taken in without judging, not published.
  void adopt(const Decision& decision) { policy_.adopt(decision); }

  policy::Policy& policy() { return policy_; }
  const policy::Policy& policy() const { return policy_; }
  const track::Trust& trust() const { return trust_; }
  detect::Detectors::Counters counters() const { return detectors_.counters(); }

  // State for the snapshot. `load` answers false, and leaves that part fresh, when the bytes are damaged or
  // of another version.
  struct Saved {
    std::string tracker, trust, detectors, policy;
  };
  Saved save() const;
  bool load(const Saved& saved);

 private:
  void process(std::span<const Event> events);
  void tick_until(Time time);
  void resolve(Time now);
  void learn(const Event& event);
  void judge(std::span<const Event> events, Time now);

  track::Tracker tracker_;
  track::Trust trust_;
  detect::Detectors detectors_;
  policy::Policy policy_;
  Outlet& outlet_;
  report::Tally* tally_ = nullptr;
  report::Tally::Spared spared_;
  Time last_tick_{};
  std::vector<Event> held_;
  std::vector<Finding> findings_;
  std::vector<Decision> decisions_;
};

}  // namespace denwaban::engine
