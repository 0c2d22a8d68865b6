// SPDX-License-Identifier: GPL-3.0-or-later
// A recorded session of the manager on its way into the merge.
#pragma once

#include <memory>
#include <optional>

#include "engine/replay/event_order.h"
#include "engine/replay/lane.h"
#include "parse/ami_events.h"
#include "sources/input.h"
#include "track/calls/call_peers.h"

namespace denwaban::engine {

class AmiLane final : public Lane {
 public:
  AmiLane(const ReplayInput& input, uint32_t source, EventSink& sink, ReplayResult::PerInput& report)
      : Lane(source), input_(input), sink_(sink), report_(report) {}

  bool start() override;
  void sleep() override;
  bool wake() override;
  bool advance() override;
  std::vector<Event>& events() override { return events_; }

 private:
  void close();
  void read();

  const ReplayInput& input_;
  EventSink& sink_;
  ReplayResult::PerInput& report_;
  std::unique_ptr<sources::Input> file_;
  std::optional<parse::AmiEvents> reader_;
  EventOrder order_;
  std::vector<char> buffer_;  // the events' views point in here
  size_t consumed_ = 0;       // of it
  uint64_t offset_ = 0;       // of its first byte
  std::vector<Event> events_;
  std::vector<CallEvent> calls_;
  track::CallPeers peers_;
  uint64_t told_to_ = 0;  // of the session: who wakes reads it again, but is not to tell it again
};

}  // namespace denwaban::engine
