// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a line of a text log may be its sender's: one that stands shortly behind a line that broke off, or within or
// behind a packet that the PBX printed. For readers who want a true line, and can do without any one of them.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "parse/log_parser.h"

namespace denwaban::parse {

class DoubtfulLines {
 public:
  // The most that is printed, or written by one broken line, in one piece (pjlib's PJ_LOG_MAX_SIZE and its heads).
  static constexpr uint64_t kReach = 4'500;

  // Each line in its order, its line break included.
  bool take(std::string_view line) {
    events_.clear();
    parser_.parse(line, offset_, events_);
    bool doubtful = offset_ < doubt_end_ || offset_ < parser_.state().printed_end;
    for (const Event& event : events_)
      if (event.kind == EventKind::packet_print_begin || event.kind == EventKind::broken_line)
        doubt_end_ = offset_ + kReach;
    offset_ += line.size();
    return doubtful;
  }
  // What stood before the next line was not seen.
  void skip() { doubt_end_ = offset_ + kReach; }

 private:
  LogParser parser_{0, LogClock{}};
  std::vector<Event> events_;
  uint64_t offset_ = 0, doubt_end_ = 0;
};

}  // namespace denwaban::parse
