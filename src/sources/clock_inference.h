// SPDX-License-Identifier: GPL-3.0-or-later
// What the clock faces of logs mean: the year that most leave out, and the zone that nearly all leave out.
//
// A security event close behind a line that broke off, or in a printed packet, tells nothing here: it may be a sender's.
//
// Zone: what a person says; else the offset between the clock faces and the EventTV of the security events
// beside them; else what another log of the same folder told; else this machine's. Where one log or its
// folder shows two offsets, it has summer time: a zone whose rules fit both is taken. Year (of the last
// line): what a person says; else EventTV; else the date in the file's name; else the time in the gzip
// header; else when the file was changed last (a line cannot be written more than a day after it). From there
// the years are counted back to the first line over each turn from December to January; a 29 February that
// such a year does not have moves them on to the leap year before. Order of day and month, where numbers
// leave it open
// ("05/11/2026"): what half of the dates or more show, nearly all of them the same; else whichever is the day
// of the file's last change; else what one date in sixteen shows; else EventTV; else the one that runs on
// steadily; else logger.conf; else the day comes first. A line among others of another day, or at either end
// of many, has no say: it may be a sender's. The day of logs that tell none: EventTV, else as for the year;
// midnights are counted back.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "parse/log_clock.h"
#include "sources/discover.h"

namespace denwaban::sources {

struct ClockWishes {
  std::optional<TimeZone> zone;               // --timezone
  std::optional<int> year;                    // --year: of the last line
  std::optional<parse::DayOrder> order = {};  // of this machine's logger.conf
};

struct InferredClock {
  parse::LogClock clock;  // of the first line
  int last_year = 0;      // 0: the log writes its years itself
  // "messages: day before month from EventTV, year 2026 from EventTV, zone +0900 from EventTV"; empty when
  // the log's dates leave nothing open.
  std::string note;
};

// One answer for each input, in their order. `machine_zone`: what a log means that tells nothing.
std::vector<InferredClock> infer_clocks(std::span<const FoundInput> inputs, const ClockWishes& wishes,
                                        const TimeZone& machine_zone);

// The day in a file's name (messages-20260105, messages.2026-01-05, full.20251231.gz), at noon.
std::optional<CivilTime> date_in_name(std::string_view file_name);

}  // namespace denwaban::sources
