// SPDX-License-Identifier: GPL-3.0-or-later
#include "guard/record_turns.h"

#include <utility>

namespace denwaban::guard {

RecordTurns::Turn RecordTurns::next(const Facts& facts, Time now) {
  if (facts.poll == Seconds(0)) return facts.begun ? Turn::end : Turn::none;
  if (!facts.begun) {
    due_ = now;
    return missed(facts, now) ? Turn::begin : Turn::none;
  }
  if (now < (facts.hears ? facts.heard_since + kWriting : due_)) return Turn::none;
  due_ = now + facts.poll;
  last_ = facts.hears;
  return Turn::step;
}

bool RecordTurns::missed(const Facts& facts, Time now) const {
  if (facts.deaf_since == Time{}) return false;
  return facts.hears ? !caught_up_ : now - facts.deaf_since >= kGapMin;
}

bool RecordTurns::was_last() {
  caught_up_ = caught_up_ || last_;
  return std::exchange(last_, false);
}

}  // namespace denwaban::guard
