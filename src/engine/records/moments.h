// SPDX-License-Identifier: GPL-3.0-or-later
// Calls that are told of when they have ended, told again moment by moment, in the order of time. A record is
// held back for as long as another one may still tell of something earlier: a day. Bounded: where there are too
// many the earliest moments are told early.
#pragma once

#include <cstdint>
#include <queue>
#include <vector>

#include "model/call.h"

namespace denwaban::engine {

class MomentListener {
 public:
  virtual ~MomentListener() = default;
  // Of the call only what was known then is set.
  virtual void hear(const Call& call, CallChange change, Time now) = 0;
  // Time passes while calls last.
  virtual void pass_time(Time now) = 0;
};

class Moments {
 public:
  static constexpr Milliseconds kHeldBack = std::chrono::hours(24);
  static constexpr size_t kCallsMax = 200'000;
  static constexpr Milliseconds kStep = std::chrono::seconds(10);  // of time that passes

  explicit Moments(MomentListener& listener) : listener_(listener) {}

  // A call that has ended. `told`: when its table tells of it; tells all that is long enough before.
  void add(Call call, Time told);
  // Nothing more comes.
  void finish();
  // Moments that came too late to be told in order.
  uint64_t late() const { return late_; }

 private:
  struct Moment {
    Time time;
    uint64_t number;  // calls of one moment keep the order of their tables
    uint32_t slot;
    CallChange change;
    friend bool operator>(const Moment& a, const Moment& b) {
      return a.time != b.time ? a.time > b.time : a.number > b.number;
    }
  };
  struct Held {
    Call call;  // as far as it has been told
    std::optional<Time> reached, ended;
    uint16_t cause = 0;
  };
  uint32_t hold(Call call);
  void push(Time time, uint32_t slot, CallChange change);
  void tell_until(Time time);
  void tell_first();
  void pass_time_to(Time time);

  MomentListener& listener_;
  std::priority_queue<Moment, std::vector<Moment>, std::greater<>> moments_;
  std::vector<Held> calls_;
  std::vector<uint32_t> free_;
  uint64_t next_ = 0, late_ = 0;
  size_t open_ = 0;  // calls that began and have not ended
  Time now_{};
};

}  // namespace denwaban::engine
