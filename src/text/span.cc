// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/span.h"

#include <cstdlib>

#include "text/message.h"

namespace denwaban::text {

std::string span_text(Seconds span, Language language) {
  struct Unit {
    const char* id;
    uint64_t seconds;
  };
  static constexpr Unit kUnits[] = {
      {"unit.weeks", 604800}, {"unit.days", 86400}, {"unit.hours", 3600}, {"unit.minutes", 60}};
  uint64_t s = span.count() < 0 ? 0 : static_cast<uint64_t>(span.count());
  for (const Unit& unit : kUnits) {
    bool exact = s != 0 && s % unit.seconds == 0;
    bool weeks = unit.seconds == 604800;
    if (exact || (s >= 2 * unit.seconds && !weeks))
      return say(unit.id, {{"n", (s + unit.seconds / 2) / unit.seconds}}, language);
  }
  return say("unit.seconds", {{"n", s}}, language);
}

std::string relative_text(Time time, Time now, Language language) {
  Seconds distance = std::chrono::duration_cast<Seconds>(time - now);
  if (distance == Seconds(0)) return say("time.now", {}, language);
  std::string span = span_text(Seconds(std::llabs(distance.count())), language);
  return say(distance.count() < 0 ? "time.ago" : "time.ahead", {{"span", span}}, language);
}

}  // namespace denwaban::text
