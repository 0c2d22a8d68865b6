// SPDX-License-Identifier: GPL-3.0-or-later
// `watch --json`: records to standard output, whatever that is, without ever waiting for whoever reads them.
// What a slow reader has not taken is kept up to a bound; beyond it records are lost and counted, and a line
// {"type":"lost","records":N} stands where they would have stood. Runs on the loop's thread.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/unique_fd.h"
#include "net/loop.h"

namespace denwaban::guard {

class RecordStream {
 public:
  static constexpr size_t kWaitingMax = 4 << 20;

  // `fd` stays the caller's. Pipes and terminals are opened anew, so that the processes which share them keep
  // waiting for their own writes; where that is not allowed, they are made non-blocking for all.
  // `reader_gone`: nobody will ever read again. SIGPIPE must be ignored.
  RecordStream(net::Loop& loop, int fd, std::function<void()> reader_gone);

  void write(std::string_view record);  // without its line break
  // What waits is tried once more, for the end.
  void flush();

 private:
  bool has_room(size_t bytes) const { return waiting_.size() - sent_ + bytes <= kWaitingMax; }
  void tell_lost();
  void append(std::string_view record);

  net::Loop& loop_;
  int fd_;
  UniqueFd own_;
  bool socket_ = false, gone_ = false;
  std::function<void()> reader_gone_;
  std::string waiting_;
  size_t sent_ = 0;  // of `waiting_`
  uint64_t lost_ = 0;
  net::Loop::Owned retry_;
};

}  // namespace denwaban::guard
