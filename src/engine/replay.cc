// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/replay.h"

#include <algorithm>
#include <memory>
#include <thread>

#include "base/check.h"
#include "engine/replay/ami_lane.h"
#include "engine/replay/capture_lane.h"
#include "engine/replay/log_lane.h"
#include "engine/replay/rotation.h"

namespace denwaban::engine {
namespace {

constexpr size_t kBatchMax = 4096;  // events copied together before they are handed on
constexpr size_t kMarksMin = 512;   // of the line index of one among many inputs

// The next lane is the one with the earliest event; between equals the earlier path.
struct Turn {
  Time time;
  uint32_t lane;
  friend auto operator<=>(const Turn&, const Turn&) = default;
};

class Merge {
 public:
  Merge(const std::vector<ReplayInput>& inputs, EventSink& sink, const ReplayOptions& options)
      : sink_(sink), options_(options), pool_(pool_options(inputs.size(), options)) {
    result_.inputs.resize(inputs.size());
    size_t marks_max =
        std::max(sources::LineIndex::kMarksMax / std::max<size_t>(inputs.size(), 1), kMarksMin);
    for (uint32_t i = 0; i < inputs.size(); ++i) {
      result_.inputs[i].lines = sources::LineIndex(marks_max);
      lanes_.push_back(lane_for(inputs[i], i));
      bytes_total_ += inputs[i].size;
    }
    auto before = predecessors(inputs);
    for (uint32_t i = 0; i < inputs.size(); ++i)
      if (before[i]) capture_lane(i).follows(capture_lane(*before[i]));
  }

  ReplayResult run() {
    start_lanes();
    while (!turns_.empty() && !result_.stopped) {
      Turn turn = pop();
      Lane& lane = *lanes_[turn.lane];
      if (lane.asleep()) {
        moved(lane, &Lane::wake);
        continue;
      }
      hand_on(lane, turns_.empty() ? nullptr : &turns_.front());
      if (lane.next < lane.when().size())
        push(lane);
      else
        next_chunk(lane);
    }
    flush();
    add_up();
    return std::move(result_);
  }

 private:
  std::unique_ptr<Lane> lane_for(const ReplayInput& input, uint32_t source) {
    auto& report = result_.inputs[source];
    switch (input.form) {
      case InputForm::capture:
        return std::make_unique<CaptureLane>(input, source, options_.wire, sink_, report);
      case InputForm::ami:
        return std::make_unique<AmiLane>(input, source, sink_, report);
      case InputForm::log:
      case InputForm::records:  // not among these
        break;
    }
    return std::make_unique<LogLane>(input, source, pool_, report);
  }

  // Of an input that is a capture.
  CaptureLane& capture_lane(uint32_t input) { return static_cast<CaptureLane&>(*lanes_[input]); }

  static ParsePool::Options pool_options(size_t inputs, const ReplayOptions& options) {
    ParsePool::Options pool;
    pool.threads = options.threads ? options.threads : std::max(1u, std::thread::hardware_concurrency());
    // What was read is still in the second-level cache when it is parsed; thousands of files must share the
    // memory.
    pool.chunk_bytes = options.chunk_bytes                ? options.chunk_bytes
                       : inputs > options.inputs_open_max ? 64 * 1024
                                                          : 128 * 1024;
    return pool;
  }

  void start_lanes() {
    size_t awake = 0;
    for (auto& lane : lanes_) {
      if (!moved(*lane, &Lane::start)) continue;
      if (++awake > options_.inputs_open_max) lane->sleep();
    }
  }

  // Moves a lane to its next events, and gives it its turn or its end.
  bool moved(Lane& lane, bool (Lane::*move)()) {
    uint64_t before = lane.bytes_taken();
    bool more = (lane.*move)();
    bytes_done_ += lane.bytes_taken() - before;
    if (more) {
      push(lane);
    } else {
      flush();
      sink_.end_of_input(lane.source());
    }
    return more;
  }

  void push(Lane& lane) {
    turns_.push_back({lane.time(), lane.source()});
    std::push_heap(turns_.begin(), turns_.end(), std::greater<>());
  }
  Turn pop() {
    std::pop_heap(turns_.begin(), turns_.end(), std::greater<>());
    Turn turn = turns_.back();
    turns_.pop_back();
    return turn;
  }

  // Hands on the lane's events up to the turn of the next lane; a whole chunk without copying it.
  void hand_on(Lane& lane, const Turn* until) {
    const auto& when = lane.when();
    size_t end = lane.next;
    if (!until)
      end = when.size();
    else
      while (end < when.size() && Turn{when[end], lane.source()} < *until) ++end;
    DENWABAN_CHECK(end > lane.next);
    now_ = std::max(now_, when[end - 1]);
    if (!any_) result_.first = lane.events()[lane.next].time;
    result_.last = std::max(result_.last, lane.events()[end - 1].time);
    any_ = true;
    if (lane.next == 0 && end == when.size() && batch_.empty()) {
      sink_.consume(lane.events(), now_);
    } else {
      batch_.insert(batch_.end(), lane.events().begin() + static_cast<ptrdiff_t>(lane.next),
                    lane.events().begin() + static_cast<ptrdiff_t>(end));
      if (batch_.size() >= kBatchMax) flush();
    }
    lane.next = end;
  }

  // The views of what was copied end with the chunk that they point into.
  void next_chunk(Lane& lane) {
    flush();
    moved(lane, &Lane::advance);
    if (options_.progress && !options_.progress(bytes_done_, bytes_total_)) result_.stopped = true;
  }

  void flush() {
    if (batch_.empty()) return;
    sink_.consume(batch_, now_);
    batch_.clear();
  }

  void add_up() {
    for (const auto& input : result_.inputs) {
      result_.counts.bytes += input.counts.bytes;
      result_.counts.lines += input.counts.lines;
      result_.counts.packets += input.counts.packets;
      result_.counts.events += input.counts.events;
      result_.counts.unrecognised += input.counts.unrecognised;
    }
  }

  EventSink& sink_;
  const ReplayOptions& options_;
  ReplayResult result_;
  ParsePool pool_;
  std::vector<std::unique_ptr<Lane>> lanes_;  // by source
  std::vector<Turn> turns_;                   // a heap, the earliest on top
  std::vector<Event> batch_;
  Time now_{};
  bool any_ = false;
  uint64_t bytes_done_ = 0, bytes_total_ = 0;
};

}  // namespace

ReplayResult replay(const std::vector<ReplayInput>& inputs, EventSink& sink, const ReplayOptions& options) {
  return Merge(inputs, sink, options).run();
}

}  // namespace denwaban::engine
