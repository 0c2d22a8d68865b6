// SPDX-License-Identifier: GPL-3.0-or-later
// What a replay found, kept until its end: each finding once, in its final form, and every decision. Kept
// packed, a few hundred bytes each, and unpacked one by one. Bounded: beyond the bounds the mildest findings
// and the latest decisions are counted, not kept. Where there are many findings each shows less of its
// evidence.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/pipeline.h"
#include "engine/replay/record_store.h"

namespace denwaban::engine {

class ReplayReport final : public Outlet {
 public:
  static constexpr size_t kFindingsMax = 50'000;  // of severity medium and above
  static constexpr size_t kMildMax = 2'000;       // of severity info and low
  static constexpr size_t kDecisionsMax = 100'000;
  static constexpr size_t kManyFindings = 1'000;  // with more than so many …
  static constexpr size_t kEvidenceOfMany = 3;  // … so much evidence of each: the first two and the latest

  void publish(std::span<const Finding> findings, std::span<const Decision> decisions) override;

  // In the order (first evidence, id); closed ones only, so call after Pipeline::finish.
  void each(const std::function<void(const Finding&)>& take);
  // The most severe of them.
  std::optional<Severity> worst() const { return worst_; }
  // In the order in which they were taken.
  void each_decision(const std::function<void(const Decision&)>& take) const;
  uint64_t findings_total() const { return findings_total_; }
  uint64_t bans() const { return bans_; }
  uint64_t dropped() const { return dropped_; }

 private:
  struct Kept {
    Time first{};
    RecordStore::Place place;
  };
  void sort();

  RecordStore store_;
  std::vector<Kept> kept_;
  std::string packed_;
  size_t mild_ = 0;
  bool sorted_ = false;
  std::vector<RecordStore::Place> decisions_;
  std::optional<Severity> worst_;
  uint64_t findings_total_ = 0, bans_ = 0, dropped_ = 0;
};

}  // namespace denwaban::engine
