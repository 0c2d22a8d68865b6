// SPDX-License-Identifier: GPL-3.0-or-later
// A packet capture on its way into the merge: what the wire showed, as events.
#pragma once

#include <optional>

#include "engine/replay/lane.h"
#include "sources/capture_file.h"
#include "track/wire_tracker.h"

namespace denwaban::engine {

class CaptureLane final : public Lane {
 public:
  CaptureLane(const ReplayInput& input, uint32_t source, const track::WireOptions& options,
              ReplayResult::PerInput& report);

  bool start() override;
  void sleep() override;
  bool wake() override;
  bool advance() override;
  std::vector<Event>& events() override { return events_; }

 private:
  void close();
  void read();

  const ReplayInput& input_;
  const track::WireOptions& options_;
  ReplayResult::PerInput& report_;
  std::optional<sources::CaptureFile> file_;
  std::optional<track::WireTracker> tracker_;
  sources::DatagramBatch batch_;
  std::vector<Event> events_;
  Time latest_{};
};

}  // namespace denwaban::engine
