// SPDX-License-Identifier: GPL-3.0-or-later
// What is usual: the places an account or the exchange calls, and how much it calls at most.
//
// Nothing is usual on the day it is first seen, and what grows is believed only in steps: who steals cannot teach within
// a night. What belongs to a finding is never learned.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "base/time.h"
#include "fraud/calendar.h"

namespace denwaban::fraud {

struct KnownPlace {
  uint64_t place = 0;
  int32_t first_day = 0, last_day = 0;
  uint32_t days = 0;  // on which it was called
  uint32_t calls = 0;

  void io(StateIo& io);
};

class KnownPlaces {
 public:
  static constexpr size_t kPlacesMax = 400;

  void learn(uint64_t place, int32_t day);
  // On how many days before this one it was called; what was not called for a year is forgotten.
  uint32_t days_before(uint64_t place, int32_t day) const;
  size_t size() const { return places_.size(); }
  const std::vector<KnownPlace>& all() const { return places_; }
  void io(StateIo& io);

 private:
  std::vector<KnownPlace> places_;  // a few: searched from the front
};

// The largest value of a day, as it usually is.
class UsualMost {
 public:
  void see(double value) { today_ = value > today_ ? value : today_; }
  // `learn`: nothing of today belongs to a finding.
  void close_day(bool learn);
  double value() const { return usual_; }
  void io(StateIo& io);

 private:
  double usual_ = 0, today_ = 0;
};

// Moments, newest last; counts within a window.
class RecentMoments {
 public:
  static constexpr size_t kMomentsMax = 256;

  void add(Time time);
  uint32_t within(Seconds span, Time now) const;
  void io(StateIo& io);

 private:
  std::vector<int64_t> ring_;  // ms
  size_t next_ = 0;
};

}  // namespace denwaban::fraud
