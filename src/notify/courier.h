// SPDX-License-Identifier: GPL-3.0-or-later
// Tells people by one channel, on a thread of its own: mail servers are slow, and neither the pipeline nor
// another channel waits for them. What could not be delivered is tried again, each time later, for a day. All
// functions are for the owner's thread and wait for no channel; `tell` writes and syncs one small file. The
// destructor waits for the channel to leave what it is at.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
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

  // `clock` is asked by the thread, too. What an earlier life left in the folder is told first.
  Courier(const Clock& clock, std::unique_ptr<Channel> channel, std::string folder);
  ~Courier();

  std::string_view channel() const { return channel_->name(); }
  void tell(Notice notice);

  struct Facts {
    size_t waiting = 0;
    uint64_t told = 0, given_up = 0, dropped = 0;
    std::string problem;  // of the last attempt; empty: all is well
  };
  Facts facts() const;
  // Sentences since the last call: what could not be told.
  std::vector<std::string> remarks();

 private:
  struct Job {
    Kept kept;
    Time due{};  // of the next attempt
    uint32_t tries = 0;
  };
  void work();
  bool attempt(Job& job);  // whether it is done with
  void remark(std::string sentence);
  bool has_due(Time now) const;
  Job take_due(Time now);

  const Clock& clock_;
  const std::unique_ptr<Channel> channel_;
  const Spool spool_;
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
