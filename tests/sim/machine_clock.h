// SPDX-License-Identifier: GPL-3.0-or-later
// The made-up machine's clocks: true time, which only goes on and which the kernel's timeouts follow, and the
// wall clock, which somebody sets forward and back and which logs and the guard go by.
#pragma once

#include <atomic>

#include "base/time.h"

namespace denwaban::sim {

class MachineClock final : public Clock {
 public:
  explicit MachineClock(Time start) : truth_ms_(to_epoch_ms(start)) {}
  Time now() const override { return from_epoch_ms(truth_ms_ + skew_ms_); }
  Time truth() const { return from_epoch_ms(truth_ms_); }
  Milliseconds skew() const { return Milliseconds(skew_ms_.load()); }
  void advance_to(Time truth) { truth_ms_ = to_epoch_ms(truth); }
  void jump(Milliseconds by) { skew_ms_ += by.count(); }

 private:
  std::atomic<int64_t> truth_ms_;
  std::atomic<int64_t> skew_ms_ = 0;
};

}  // namespace denwaban::sim
