// SPDX-License-Identifier: GPL-3.0-or-later
// Fraud, as the guard hears and stops it: the one live `fraud::Detectors` and `fraud::Locks` are here (`live()`), with who
// feeds them (the manager's calls, call records at the start and after gaps) and who acts for them (guard/acting.h). Runs on
// the loop's thread.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/live_fraud.h"
#include "guard/acting.h"
#include "guard/ami.h"
#include "guard/lessons.h"
#include "guard/record_turns.h"
#include "guard/record_watch.h"
#include "guard/unfinished.h"
#include "guard/status.h"
#include "net/loop.h"
#include "settings/settings.h"
#include "store/store.h"

namespace denwaban::guard {

class FraudWatch {
 public:
  struct Tell {
    std::function<void(std::string_view)> warn, log;
    std::function<void(const std::string&)> stream;  // may be empty
    std::function<void(const FraudFinding&, std::span<const Decision>, const std::string&)> tell = {};  // engine/live_fraud.h
  };
  FraudWatch(net::Loop& loop, const Clock& clock, Ami& ami, Tell tell);

  // What the guard knows of its surroundings.
  struct Place {
    const pbx::Exchange& exchange;
    const std::vector<IpAddress>& own;
    bool dry_run = false;
  };
  // Once, before anything else; `store` outlives it.
  void open(const settings::Settings& settings, const Place& place, store::Store& store);
  // Takes up what an earlier life left; `fresh`: decisions that the snapshot does not know of, or all of them.
  void restore(const store::Snapshot* snapshot, std::span<const Decision> fresh);
  // Learns from records, listens and may act from now on; also after a reload.
  void follow(const settings::Settings& settings, const Place& place);
  void each_second();

  engine::LiveFraud& live() { return *live_; }
  const engine::LiveFraud& live() const { return *live_; }
  const Acting& acting() const { return acting_; }
  bool learning() const { return lessons_.under_way(); }
  std::vector<std::string> remarks() const;
  StatusFacts::FraudFacts facts() const;
  std::string save() const { return live_->save(); }
  // Calls that are to be ended, and of which it is not known yet whether they were.
  // How far call records were read, where they are followed.
  std::string save_records() const { return records_.save(); }
  std::string save_unfinished() const { return unfinished_.save(acting_.under_way()); }

 private:
  fraud::Options options(const settings::Settings& settings, const pbx::Exchange& exchange);
  void learn(Time since);
  Lesson tables();
  void follow_records(bool hears, Time now);
  void tell_of(const engine::RecordFollower::Step& step);
  std::vector<pbx::RecordPlace> databases(const pbx::CallRecordsConfig& config);
  void take_lesson();
  void take_settings();
  void hang_up(const Decision& decision);
  void go_on_hanging_up();
  const Call* find(std::string_view id) const;

  const Clock& clock_;
  Ami& ami_;
  Tell tell_;
  Acting acting_;
  Lessons lessons_;
  RecordWatch records_;
  RecordTurns turns_;
  std::string records_remark_;
  std::vector<std::string> unusable_;  // databases, and why
  std::optional<engine::LiveFraud> live_;
  settings::Settings settings_;
  pbx::Exchange exchange_;
  Unfinished unfinished_;  // of an earlier life
  std::string options_remark_;
  policy::FraudOptions policy_;
  bool begun_ = false, heard_ = false, was_heard_ = false, changed_ = false;  // changed: settings, while a lesson is under way
  Time heard_since_{};
  Time deaf_since_{};  // at first: since the past was learned
};

}  // namespace denwaban::guard
