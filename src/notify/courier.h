// SPDX-License-Identifier: GPL-3.0-or-later
// Tells people, on a thread of its own: mail servers are slow, and the pipeline waits for nobody. What a
// channel could not deliver is tried again, each time later, for a day. All functions are for the owner's
// thread and wait for no channel; `tell` writes and syncs one small file. The destructor waits for the
// channel that is at work to leave.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/time.h"
#include "notify/channel.h"
#include "notify/spool.h"

namespace denwaban::notify {

class Courier {
 public:
  static constexpr size_t kWaitingMax = Spool::kMost;
  static constexpr Seconds kFirstPause{15}, kLongestPause{900}, kGivenUp{86400};

  // `clock` is asked by the thread, too. What an earlier life left in the spool is told first.
  Courier(const Clock& clock, std::vector<std::unique_ptr<Channel>> channels, std::string folder);
  ~Courier();

  void tell(Notice notice);

  struct Facts {
    size_t waiting = 0;
    uint64_t told = 0, given_up = 0, dropped = 0;
    std::map<std::string, std::string, std::less<>> problems;  // by channel; none: all is well
  };
  Facts facts() const;
  // Sentences since the last call: what could not be told, and by which channel.
  std::vector<std::string> remarks();

 private:
  struct Job {
    Kept kept;
    Time due{};  // of the next attempt
    uint32_t tries = 0;
  };
  void work();
  void attempt(Job& job);
  void remark(std::string sentence);
  bool has_due(Time now) const;
  Job take_due(Time now);

  const Clock& clock_;
  std::vector<std::unique_ptr<Channel>> channels_;
  Spool spool_;
  uint64_t next_ = 0;  // in names of files
  std::atomic<bool> stop_{false};

  mutable std::mutex mutex_;
  std::condition_variable news_;
  std::deque<Job> jobs_;
  Facts facts_;
  std::vector<std::string> remarks_;
  bool busy_ = false;

  std::thread thread_;  // the last: it begins when all else is there
};

}  // namespace denwaban::notify
