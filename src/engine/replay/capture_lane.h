// SPDX-License-Identifier: GPL-3.0-or-later
// A packet capture on its way into the merge: what the wire showed, as events. A file that goes on where
// another ended (rotation.h) sleeps until its time has come; then it takes over what is open there: streams,
// fragments, requests, challenges.
#pragma once

#include <optional>

#include "engine/replay/lane.h"
#include "sources/capture_file.h"
#include "track/wire_tracker.h"

namespace denwaban::engine {

class CaptureLane final : public Lane {
 public:
  CaptureLane(const ReplayInput& input, uint32_t source, const track::WireOptions& options,
              EventSink& sink, ReplayResult::PerInput& report);

  // The same capture, in the file before this one. Known before start() of either.
  void follows(CaptureLane& before) {
    before_ = &before;
    before.goes_on_ = true;
  }
  bool start() override;
  void sleep() override;
  bool wake() override;
  bool advance() override;
  std::vector<Event>& events() override { return events_; }

 private:
  bool open();
  void close();
  void read();
  void tell_tries();

  const ReplayInput& input_;
  const track::WireOptions& options_;
  EventSink& sink_;
  ReplayResult::PerInput& report_;
  CaptureLane* before_ = nullptr;
  bool goes_on_ = false;
  std::optional<parse::PacketDecoder> left_;  // at the end, for the lane that follows; so is the tracker
  parse::PacketCounters counted_;             // by the decoder before this file
  std::optional<sources::CaptureFile> file_;
  std::optional<track::WireTracker> tracker_;
  sources::DatagramBatch batch_;
  std::vector<Event> events_;
  std::vector<track::AmiTry> tries_;
  Time latest_{};
};

}  // namespace denwaban::engine
