// SPDX-License-Identifier: GPL-3.0-or-later
// Habits learned from tables of call records while the guard goes on: on a thread of its own, with detectors of its own,
// which are handed over when it is done.
#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "base/time.h"
#include "base/time_zone.h"
#include "engine/replay.h"
#include "fraud/detectors.h"
#include "pbx/call_records.h"
#include "pbx/exchange.h"

namespace denwaban::guard {

struct Lesson {
  std::vector<std::string> paths;  // folders and files; what is not there is left out
  std::vector<pbx::RecordPlace> databases;  // with their passwords
  pbx::CallRecordsConfig config;            // of the files
  TimeZone zone;                   // of the records' clocks
  std::vector<pbx::TrunkHost> trunks;
  fraud::Options options;
  std::string state;  // of the detectors (Detectors::save)
  // Calls that began from `since` on and before `until`; the others were heard, or will be.
  Time since{}, until{};
  std::optional<Time> ended_before;  // the others are followed (record_watch.h)
  std::set<std::string, std::less<>> open;  // calls heard before `since` whose ends were not: only those are told
};

struct Learned {
  std::optional<fraud::Detectors> detectors;  // nullopt: stopped, or nothing was there to learn
  std::vector<FraudFinding> found;            // the latest so many, as they were told last
  uint64_t calls = 0;
  size_t tables = 0;
  Time until{};  // as the lesson said
  std::vector<std::string> remarks;  // what could not be read
};

// What there is to read of it now, with the clocks of the tables.
std::vector<engine::ReplayInput> tables_of(const Lesson& lesson);

// Reads all of it; `stop` is asked now and then.
Learned learn(Lesson lesson, const std::function<bool()>& stop);

class Lessons {
 public:
  static constexpr size_t kFoundMax = 1'000;

  Lessons() = default;
  ~Lessons();
  Lessons(const Lessons&) = delete;
  Lessons& operator=(const Lessons&) = delete;

  // One at a time.
  void start(Lesson lesson);
  bool under_way() const { return thread_.joinable(); }
  // Once, when it is done; nullopt: not yet, or nothing was started.
  std::optional<Learned> take();

 private:
  std::thread thread_;
  std::atomic<bool> done_ = false, stop_ = false;
  Learned learned_;
};

}  // namespace denwaban::guard
