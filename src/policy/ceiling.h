// SPDX-License-Identifier: GPL-3.0-or-later
// The ceiling of bans a minute on claims: a token bucket that holds a minute's worth.
#pragma once

#include <algorithm>
#include <cstdint>

#include "base/bytes.h"
#include "base/time.h"

namespace denwaban::policy {

class Ceiling {
 public:
  explicit Ceiling(uint32_t per_minute) : per_minute_(per_minute), parts_(full()) {}

  // Takes one ban's worth; false when there is none. A clock that goes back gives nothing and takes nothing.
  bool take(Time now) {
    if (now > last_) {
      auto elapsed = std::min<int64_t>((now - last_) / Milliseconds(1), kMinute);
      parts_ = std::min(full(), parts_ + elapsed * per_minute_);
    }
    last_ = now;
    if (parts_ < kMinute) return false;
    parts_ -= kMinute;
    return true;
  }
  void save(ByteWriter& out) const {
    out.put(parts_);
    out.put(last_);
  }
  void load(ByteReader& in) {
    parts_ = std::clamp<int64_t>(in.get<int64_t>(), 0, full());
    last_ = in.get_time();
  }

 private:
  static constexpr int64_t kMinute = 60'000;  // a ban costs as many parts as a minute has milliseconds
  int64_t full() const { return int64_t{per_minute_} * kMinute; }

  uint32_t per_minute_;
  int64_t parts_;
  Time last_{};
};

}  // namespace denwaban::policy
