// SPDX-License-Identifier: GPL-3.0-or-later
// The guard's ears where no manager tells of calls: call records, as Asterisk writes them. Read on a thread of its own, a step
// at a time; the owner hears what each step brought. One owner.
#pragma once

#include <atomic>
#include <optional>
#include <string>
#include <thread>

#include "engine/records/record_follower.h"
#include "guard/lessons.h"

namespace denwaban::guard {

class RecordWatch {
 public:
  RecordWatch() = default;
  ~RecordWatch();
  RecordWatch(const RecordWatch&) = delete;
  RecordWatch& operator=(const RecordWatch&) = delete;

  // What ends from now on is news. Not while a step is under way.
  void begin(Time from);
  void end() { begin({}); }
  bool begun() const { return begun_; }

  // One step; of the lesson the tables, their zone and the trunks count.
  void start(Lesson tables, Time now);
  bool under_way() const { return thread_.joinable(); }
  // Once, when it is done; nullopt: not yet, or nothing was started.
  std::optional<engine::RecordFollower::Step> take();

  // What was taken so far; a step that is under way, or was not taken, is read again.
  const std::string& save() const { return saved_; }
  bool load(std::string_view bytes);

 private:
  void remember();

  engine::RecordFollower follower_;  // the thread's while it runs
  std::thread thread_;
  std::atomic<bool> done_ = false;
  engine::RecordFollower::Step step_;
  std::string saved_;
  bool begun_ = false;
};

}  // namespace denwaban::guard
