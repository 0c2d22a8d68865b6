// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/time_zone.h"

#include <absl/time/time.h>

#include <charconv>

namespace denwaban {

struct TimeZone::Rules {
  absl::TimeZone zone;
};

namespace {

// "+0900", "-05:00" to seconds east.
std::optional<int> parse_offset(std::string_view text) {
  if (text.size() < 5 || (text[0] != '+' && text[0] != '-')) return std::nullopt;
  std::string digits(text.substr(1));
  if (digits.size() == 5 && digits[2] == ':') digits.erase(2, 1);
  int value = 0;
  auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (digits.size() != 4 || error != std::errc() || *end != '\0' || value / 100 > 14 || value % 100 > 59 || value < 0)
    return std::nullopt;
  int seconds = value / 100 * 3600 + value % 100 * 60;
  return text[0] == '-' ? -seconds : seconds;
}

}  // namespace

TimeZone::TimeZone() : rules_(std::make_shared<Rules>(Rules{absl::UTCTimeZone()})) {}

TimeZone TimeZone::fixed(Seconds east_of_utc) {
  return TimeZone(std::make_shared<Rules>(Rules{absl::FixedTimeZone(static_cast<int>(east_of_utc.count()))}));
}

TimeZone TimeZone::local() { return TimeZone(std::make_shared<Rules>(Rules{absl::LocalTimeZone()})); }

std::optional<TimeZone> TimeZone::parse(std::string_view name) {
  if (auto offset = parse_offset(name)) return fixed(Seconds(*offset));
  absl::TimeZone zone;
  if (name.empty() || !absl::LoadTimeZone(std::string(name), &zone)) return std::nullopt;
  return TimeZone(std::make_shared<Rules>(Rules{zone}));
}

Time TimeZone::to_utc(const CivilTime& c) const {
  auto info = rules_->zone.At(absl::CivilSecond(c.year, c.month, c.day, c.hour, c.minute, c.second));
  return from_epoch_ms(absl::ToUnixMillis(info.pre) + c.millisecond);
}

CivilTime TimeZone::to_civil(Time time) const {
  auto c = rules_->zone.At(absl::FromUnixMillis(to_epoch_ms(time))).cs;
  auto ms = static_cast<int>(((to_epoch_ms(time) % 1000) + 1000) % 1000);
  return {static_cast<int>(c.year()), c.month(), c.day(), c.hour(), c.minute(), c.second(), ms};
}

std::string TimeZone::name() const { return rules_->zone.name(); }

}  // namespace denwaban
