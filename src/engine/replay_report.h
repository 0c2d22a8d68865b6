// SPDX-License-Identifier: GPL-3.0-or-later
// What a replay found, kept until its end: each finding once, in its final form, and every decision. Bounded: beyond the
// bounds the mildest findings and the latest decisions are counted, not kept.
#pragma once

#include <vector>

#include "engine/pipeline.h"

namespace denwaban::engine {

class ReplayReport final : public Outlet {
 public:
  static constexpr size_t kFindingsMax = 50'000;  // of severity low and above
  static constexpr size_t kMildMax = 5'000;       // of severity info
  static constexpr size_t kDecisionsMax = 100'000;

  void publish(std::span<const Finding> findings, std::span<const Decision> decisions) override;

  // In the order (first evidence, id); closed ones only, so call after Pipeline::finish.
  std::vector<Finding> take_findings();
  const std::vector<Decision>& decisions() const { return decisions_; }
  uint64_t findings_total() const { return findings_total_; }
  uint64_t bans() const { return bans_; }
  uint64_t dropped() const { return dropped_; }

 private:
  std::vector<Finding> findings_, mild_;
  std::vector<Decision> decisions_;
  uint64_t findings_total_ = 0, bans_ = 0, dropped_ = 0;
};

}  // namespace denwaban::engine
