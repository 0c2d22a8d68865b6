// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/replay/log_lane.h"

#include <algorithm>

namespace denwaban::engine {

LogLane::LogLane(const ReplayInput& input, uint32_t source, ParsePool& pool, ReplayResult::PerInput& report)
    : Lane(source), input_(input), pool_(pool), report_(report) {}

bool LogLane::start() {
  parse::LogParser::State state;
  state.year = input_.clock.year;
  state.month = input_.clock.month;
  state.order = input_.clock.order;
  state.day = input_.clock.day;
  state.hour = input_.clock.hour;
  return open(0, state) && advance();
}

// The chunk that was just entered is counted and ordered again on waking; what comes before it has no events.
void LogLane::sleep() {
  first_ = when_[next];
  resume_offset_ = chunk_->offset;
  resume_state_ = chunk_->start;
  report_.counts = counts_before_;
  order_ = EventOrder();
  close();
  asleep_ = true;
}

bool LogLane::wake() {
  asleep_ = false;
  return open(resume_offset_, resume_state_) && advance();
}

bool LogLane::open(uint64_t offset, const parse::LogParser::State& state) {
  auto input = sources::Input::open(input_.path);
  if (!input) {
    report_.error = input.error();
    return false;
  }
  auto reader = std::make_unique<ChunkReader>(std::move(*input));
  if (auto status = reader->skip_to(offset); !status) {
    report_.error = status.error();
    return false;
  }
  stream_ = std::make_unique<ParsePool::Stream>(source(), input_.clock.zone, state, std::move(reader));
  pool_.add(*stream_);
  return true;
}

void LogLane::close() {
  if (!stream_) return;
  pool_.remove(*stream_);
  pool_.give_back(std::move(chunk_));
  for (auto& chunk : ahead_) pool_.give_back(std::move(chunk));
  ahead_.clear();
  stream_.reset();
}

bool LogLane::advance() {
  for (;;) {
    pool_.give_back(std::move(chunk_));
    chunk_ = take();
    if (!chunk_) break;
    if (chunk_->plain && chunk_->offset >= indexed_) index(*chunk_);
    counts_before_ = report_.counts;
    count(*chunk_);
    if (chunk_->events.empty()) continue;
    followers_.clear();
    if (order_.needs_followers(chunk_->events)) look_ahead();
    order_.settle(chunk_->events, followers_, when_);
    wait_for_the_second();
    next = 0;
    return true;
  }
  close();
  return false;
}

// A clock face without fractions may mean any moment of its second: witnesses who know it better come first.
void LogLane::wait_for_the_second() {
  for (Time& when : when_) {
    if (when.time_since_epoch() % Seconds(1) == Milliseconds(0)) when += Milliseconds(999);
    latest_ = when = std::max(when, latest_);
  }
}

std::unique_ptr<Chunk> LogLane::take() {
  if (ahead_.empty()) return pool_.take(*stream_);
  std::unique_ptr<Chunk> chunk = std::move(ahead_.front());
  ahead_.pop_front();
  return chunk;
}

// Collects the times of the events behind this chunk, from chunks that are taken early if need be. Bounded:
// in a log where a megabyte holds no event, one clock face is judged by fewer neighbours.
void LogLane::look_ahead() {
  constexpr size_t kChunksMax = 64;
  for (size_t i = 0; followers_.size() < kFollowersMax && i < kChunksMax; ++i) {
    if (i == ahead_.size()) {
      auto chunk = pool_.take(*stream_);
      if (!chunk) return;
      ahead_.push_back(std::move(chunk));
    }
    for (const Event& event : ahead_[i]->events) {
      if (followers_.size() == kFollowersMax) break;
      followers_.push_back(event.time);
    }
  }
}

// What comes before the chunk is counted already. A lane that woke up sees its first chunk again.
void LogLane::index(const Chunk& chunk) {
  for (const auto& mark : chunk.marks)
    report_.lines.add({mark.offset, report_.counts.lines + mark.line_breaks});
  indexed_ = chunk.offset + chunk.size;
}

void LogLane::count(const Chunk& chunk) {
  report_.counts.bytes += chunk.size;
  report_.counts.lines += chunk.counts.lines;
  report_.counts.events += chunk.counts.events;
  report_.counts.unrecognised += chunk.counts.unrecognised;
  if (chunk.error) report_.error = chunk.error;
  bytes_taken_ = chunk.bytes_taken;
}

}  // namespace denwaban::engine
