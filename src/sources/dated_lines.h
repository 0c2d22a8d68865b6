// SPDX-License-Identifier: GPL-3.0-or-later
// A sample of the dates in a log: what its clock faces show, and what its security events say that they mean.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "parse/log/date.h"
#include "sources/discover.h"

namespace denwaban::sources {

struct DatedLine {
  parse::DateText date;
  // EventTV of a security event: the moment and the local year that Asterisk itself wrote
  // (main/security_events.c).
  std::optional<Time> event_time;
};

// The date at the head of a line: of a text log, behind a syslog priority, or in a JSON record.
std::optional<DatedLine> read_dated_line(std::string_view line);

// Lines from all over the input in their order, the first and the last among them. A plain file costs at most
// some 70 small reads; an archive is read to its end, unless its front answers already what year it is.
std::vector<DatedLine> sample_dated_lines(const FoundInput& input);

}  // namespace denwaban::sources
