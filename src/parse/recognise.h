// SPDX-License-Identifier: GPL-3.0-or-later
// What an input is, by its first bytes, and what its lines lack to be understood.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/time_zone.h"
#include "parse/log/json_line.h"

namespace denwaban::parse {

enum class InputKind : uint8_t { unknown, asterisk_log, json_log, syslog, cdr, ami_session, pcap, pcapng, sqlite };

struct Recognised {
  InputKind kind = InputKind::unknown;
  std::string reason;  // for unknown: a sentence that says why, and what to do
  // Of logs:
  bool has_year = false;            // its lines tell the year …
  bool has_zone = false;            // … and the zone
  std::optional<CivilTime> first;   // the clock face of its first line; year 0 where it tells none
  DateForm form = DateForm::whole;  // what that line leaves open of its day
};

// Looks at the first 64 KiB, less will do. `first_bytes` may end anywhere. An input that began with more
// zeros than that should be given from behind them.
Recognised recognise(std::string_view first_bytes);

// The date at the head of a line of any log that can be read.
std::optional<DateText> read_line_date(std::string_view line, JsonLines& json);

// What a log tells of its own clock: EventTV of security events carries year and zone, the lines' heads need
// neither.
struct LogHints {
  std::optional<Seconds>
      east_of_utc;          // of the first such event whose minutes agree with its head, in quarter hours
  std::optional<int> year;  // on the log's clock, at that line
};
LogHints scan_hints(std::string_view bytes);

}  // namespace denwaban::parse
