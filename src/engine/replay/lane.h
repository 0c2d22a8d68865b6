// SPDX-License-Identifier: GPL-3.0-or-later
// One input on its way into the merge: its events batch by batch, each with its place in time.
#pragma once

#include <vector>

#include "engine/replay.h"

namespace denwaban::engine {

// Applying thread only. A lane is asleep (nothing open; only the time of its first event is known), awake
// (its current batch has an event) or over.
class Lane {
 public:
  explicit Lane(uint32_t source) : source_(source) {}
  virtual ~Lane() = default;
  Lane(const Lane&) = delete;
  Lane& operator=(const Lane&) = delete;

  // Opens the input and goes to its first event. False: there is none.
  virtual bool start() = 0;
  // Closes everything but remembers where the first event stands; `wake` goes on there. Only right after
  // `start`.
  virtual void sleep() = 0;
  // False: what was there is gone.
  virtual bool wake() = 0;
  // Leaves the current batch (its events' views end here) and goes to the next with an event. False: the
  // input is over.
  virtual bool advance() = 0;
  // The current batch's events.
  virtual std::vector<Event>& events() = 0;

  bool asleep() const { return asleep_; }
  // The times of `events`.
  const std::vector<Time>& when() const { return when_; }
  size_t next = 0;  // the first of them that is not handed on yet
  Time time() const { return asleep_ ? first_ : when_[next]; }
  uint32_t source() const { return source_; }
  uint64_t bytes_taken() const { return bytes_taken_; }

 protected:
  std::vector<Time> when_;
  Time first_{};  // of a sleeping lane: what follows, too
  uint64_t bytes_taken_ = 0;
  bool asleep_ = false;

 private:
  uint32_t source_;
};

}  // namespace denwaban::engine
