// SPDX-License-Identifier: GPL-3.0-or-later
// What a log's clock face means. Asterisk writes local time without a zone; the rules of the zone turn it into UTC.
// A value: cheap to copy, immutable, thread-safe. (Wraps Abseil's, whose header stays in the .cc.)
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace denwaban {

struct CivilTime {
  int year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0, millisecond = 0;
};

class TimeZone {
 public:
  TimeZone();  // UTC
  static TimeZone fixed(Seconds east_of_utc);
  static TimeZone local();  // this machine's /etc/localtime
  // "Europe/Berlin", "UTC", "+0900", "-05:00".
  static std::optional<TimeZone> parse(std::string_view name);

  // A time that the clock face skips moves forward; one that it shows twice is the first.
  Time to_utc(const CivilTime& civil) const;
  CivilTime to_civil(Time time) const;
  std::string name() const;

 private:
  struct Rules;
  explicit TimeZone(std::shared_ptr<const Rules> rules) : rules_(std::move(rules)) {}
  std::shared_ptr<const Rules> rules_;
};

}  // namespace denwaban
