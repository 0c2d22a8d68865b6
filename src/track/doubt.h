// SPDX-License-Identifier: GPL-3.0-or-later
// Stretches of a text log that a sender may have written. pjproject prints a packet that it cannot use into
// the log, and the packet's body may hold perfect log lines, a false end mark, a false beginning. A line
// whose quoted text holds a line break does the same on a smaller scale: broken line, the sender's lines, the
// orphaned rest.
//
// The rule: an event at X is tainted if a beginning B and an end E exist with B < X < E and E - B within
// reach. Whether there will be such an E shows only later, so events behind a B are held until E comes or is
// out of reach: kReachSoft bytes behind B once the log's time is two seconds further (pjlib prints at most
// PJ_LOG_MAX_SIZE, 4,000 bytes, in one piece; builds for large packets set up to 6,500), kReachHard bytes
// whatever the times say, or when the caller knows that the source fell silent (`release`). Where another
// beginning stands between X and E, E belongs to that one unless B and E fit into one print (kPrintedMax). A
// print without an end was cut at PJ_LOG_MAX_SIZE: then what stands within kPrintedMax bytes of B is tainted.
#pragma once

#include <deque>
#include <memory>
#include <vector>

#include "model/event.h"

namespace denwaban::track {

class Doubts {
 public:
  static constexpr uint64_t kReachSoft = 8 * 1024;
  static constexpr uint64_t kReachHard = 64 * 1024;
  static constexpr uint64_t kPrintedMax = 4'500;
  static constexpr Milliseconds kPause{2'000};

  explicit Doubts(size_t held_max) : held_max_(held_max) {}

  static bool is_mark(EventKind kind) {
    return kind >= EventKind::packet_print_begin && kind <= EventKind::orphan_line;
  }
  bool any() const { return !sources_.empty(); }
  size_t held() const { return held_; }

  // Moves what is certain by now to `out`, in order; marks vanish.
  void pass(const Event& event, std::vector<Event>& out);
  // What stands behind beginnings up to `now`.
  void release(Time now, std::vector<Event>& out);
  // Forgets the text of events that were given out: to be called when nobody looks at them any more.
  void forget() { given_.clear(); }

 private:
  struct Opening {
    bool set = false;
    uint64_t offset = 0;
    Time time{};
  };
  struct Held {
    Event event;
    std::unique_ptr<char[]> text;
    std::string_view named;  // the address of the event, as text
    Opening print, broken;
  };
  struct Source {
    Source() = default;
    Source(Source&&) = default;
    Source& operator=(Source&&) = default;
    uint32_t source = 0;
    Opening print, broken;
    uint64_t last_end = 0;
    std::deque<Held> held;
  };

  Source* find(uint32_t source);
  void hold(Source& source, const Event& event);
  void give_front(Source& source, std::vector<Event>& out);
  void give_decided(Source& source, uint64_t offset, Time time, std::vector<Event>& out);

  size_t held_max_;
  size_t held_ = 0;
  std::vector<Source> sources_;  // only those with an open beginning
  std::vector<std::unique_ptr<char[]>> given_;
};

}  // namespace denwaban::track
