// SPDX-License-Identifier: GPL-3.0-or-later
// Moments and spans. A Time is UTC with milliseconds, the resolution of Asterisk's EventTV. Pure rooms take `now`;
// only guard and cli own a Clock, the simulator has its own.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/result.h"

namespace denwaban {

using Milliseconds = std::chrono::milliseconds;
using Seconds = std::chrono::seconds;
using Time = std::chrono::sys_time<Milliseconds>;

// A wall clock that effects and wiring may ask. Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Time now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Time now() const override;
};

constexpr Time from_epoch_ms(int64_t ms) { return Time(Milliseconds(ms)); }
constexpr int64_t to_epoch_ms(Time t) { return t.time_since_epoch().count(); }
constexpr int64_t to_epoch_s(Time t) { return std::chrono::floor<Seconds>(t).time_since_epoch().count(); }

// "2026-11-21T19:30:01.123Z" (RFC 3339, UTC, milliseconds).
std::string to_rfc3339(Time t);

// RFC 3339 with "Z" or an offset "+09:00" / "+0900", with 0 to 9 fraction digits, "T" or a blank between.
Result<Time> parse_rfc3339(std::string_view text);

// "90s", "10m", "4h", "1d", "1w" or a bare number of seconds; "forever" is not a duration.
Result<Seconds> parse_duration(std::string_view text);

// The shortest exact form of the above: "4h", "90s".
std::string format_duration(Seconds span);

}  // namespace denwaban
