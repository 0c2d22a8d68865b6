// SPDX-License-Identifier: GPL-3.0-or-later
// A log on its way into the merge: its chunks one after another.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "engine/replay.h"
#include "engine/replay/event_order.h"
#include "engine/replay/lane.h"
#include "engine/replay/parse_pool.h"

namespace denwaban::engine {

class LogLane final : public Lane {
 public:
  LogLane(const ReplayInput& input, uint32_t source, ParsePool& pool, ReplayResult::PerInput& report);
  ~LogLane() override { close(); }

  bool start() override;
  void sleep() override;
  bool wake() override;
  bool advance() override;
  std::vector<Event>& events() override { return chunk_->events; }

 private:
  bool open(uint64_t offset, const parse::LogParser::State& state);
  void close();
  std::unique_ptr<Chunk> take();
  void wait_for_the_second();
  void look_ahead();
  void index(const Chunk& chunk);
  void count(const Chunk& chunk);

  const ReplayInput& input_;
  ParsePool& pool_;
  ReplayResult::PerInput& report_;
  std::unique_ptr<ParsePool::Stream> stream_;
  std::unique_ptr<Chunk> chunk_;
  std::deque<std::unique_ptr<Chunk>> ahead_;  // taken early, to judge a clock face at the end of chunk_
  EventOrder order_;
  Time latest_{};
  std::vector<Time> followers_;
  uint64_t indexed_ = 0;  // up to here line breaks are marked in the report
  uint64_t resume_offset_ = 0;
  parse::LogParser::State resume_state_;
  ReplayCounts counts_before_;  // before the current chunk
};

}  // namespace denwaban::engine
