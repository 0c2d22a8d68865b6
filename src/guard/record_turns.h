// SPDX-License-Identifier: GPL-3.0-or-later
// When call records are read: every `cdr.poll` while no manager tells of calls, and a last time after one
// does, for what ended until then; at the start, too, where the manager comes later than the past that was
// learned ends. Pure.
#pragma once

#include "base/time.h"

namespace denwaban::guard {

class RecordTurns {
 public:
  static constexpr Seconds kWriting{5};  // a row is in its table so long after its call's end
  static constexpr Seconds kGapMin{10};  // a manager who is away for less is waited for

  struct Facts {
    bool hears = false;  // a manager tells of calls
    Time heard_since{};  // if so
    Time deaf_since{};   // since when nobody did; the epoch: not known
    bool begun = false;  // records are followed
    Seconds poll{};      // 0: never
  };
  enum class Turn { none, begin, step, end };
  Turn next(const Facts& facts, Time now);
  // Once after each step; true: it was the last.
  bool was_last();
  // What no manager told was learned in another way.
  void nothing_missed() { caught_up_ = true; }

 private:
  bool missed(const Facts& facts, Time now) const;

  Time due_{};
  bool last_ = false;
  bool caught_up_ = false;  // with what ended before a manager told of calls for the first time
};

}  // namespace denwaban::guard
