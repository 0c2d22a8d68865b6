// SPDX-License-Identifier: GPL-3.0-or-later
// The pieces of evidence added up, and how much of an alarm that is.
#pragma once

#include <array>
#include <cmath>

#include "base/time.h"
#include "fraud/rules.h"

namespace denwaban::fraud {

constexpr double kAlarm = 10;  // points: one call suffices

struct Suspicion {
  double points = 0;
  double danger = 0, off_hours = 0;  // of it
  size_t rule = 0;                   // that names it: an index of rules()
  std::string_view pattern;
  // How much of an alarm this call is: 1 is one. Several calls that are odd add up.
  double part() const;
  bool harmless = false;  // cheap, where fraud seldom goes, at office hours
};

Suspicion suspect(const Signals& call);

// A sum that is forgotten by half in a time.
class FadingSum {
 public:
  explicit FadingSum(Seconds half_life) : half_life_(static_cast<double>(Milliseconds(half_life).count())) {}
  double add(double part, Time now) {
    sum_ = at(now) + part;
    last_ = now;
    return sum_;
  }
  double at(Time now) const {
    auto ms = static_cast<double>((now - last_).count());
    return ms <= 0 ? sum_ : sum_ * std::exp2(-ms / half_life_);
  }
  void reset() { sum_ = 0; }
  void io(StateIo& io);

 private:
  double half_life_, sum_ = 0;
  Time last_{};
};

}  // namespace denwaban::fraud
