// SPDX-License-Identifier: GPL-3.0-or-later
// One input on its way into the merge: its chunks one after another, each event with its place in time.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "engine/replay.h"
#include "engine/replay/event_order.h"
#include "engine/replay/parse_pool.h"

namespace denwaban::engine {

// Applying thread only. A lane is asleep (nothing open; only the time of its first event is known), awake
// (its current chunk has an event) or over.
class Lane {
 public:
  Lane(const ReplayInput& input, uint32_t source, ParsePool& pool, ReplayResult::PerInput& report);
  ~Lane() { close(); }
  Lane(const Lane&) = delete;
  Lane& operator=(const Lane&) = delete;

  // Opens the input and goes to its first event. False: there is none.
  bool start();
  // Closes everything but remembers where the first event stands; `wake` goes on there. Only right after
  // `start`.
  void sleep();
  // False: what was there is gone.
  bool wake();
  bool asleep() const { return asleep_; }

  // The current chunk's events that are not handed on yet, and their times.
  std::vector<Event>& events() { return chunk_->events; }
  const std::vector<Time>& when() const { return when_; }
  size_t next = 0;
  Time time() const { return asleep_ ? first_ : when_[next]; }
  uint32_t source() const { return source_; }
  uint64_t bytes_taken() const { return bytes_taken_; }

  // Leaves the current chunk (its events' views end here) and goes to the next with an event. False: the
  // input is over.
  bool advance();

 private:
  bool open(uint64_t offset, const parse::LogParser::State& state);
  void close();
  std::unique_ptr<Chunk> take();
  void look_ahead();
  void index(const Chunk& chunk);
  void count(const Chunk& chunk);

  const ReplayInput& input_;
  uint32_t source_;
  ParsePool& pool_;
  ReplayResult::PerInput& report_;
  std::unique_ptr<ParsePool::Stream> stream_;
  std::unique_ptr<Chunk> chunk_;
  std::deque<std::unique_ptr<Chunk>> ahead_;  // taken early, to judge a clock face at the end of chunk_
  EventOrder order_;
  std::vector<Time> when_;
  std::vector<Time> followers_;
  uint64_t bytes_taken_ = 0;
  uint64_t indexed_ = 0;  // up to here line breaks are marked in the report
  bool asleep_ = false;
  Time first_{};  // of a sleeping lane: what follows, too
  uint64_t resume_offset_ = 0;
  parse::LogParser::State resume_state_;
  ReplayCounts counts_before_;  // before the current chunk
};

}  // namespace denwaban::engine
