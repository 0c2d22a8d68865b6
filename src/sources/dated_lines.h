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

// A day that two numbers tell, as lines have it: from the first of them to the last, counted over all such
// lines of the sample.
struct SeenDate {
  parse::DateText date;
  size_t count = 0, first = 0, last = 0;
};

struct DateSample {
  std::vector<DatedLine> lines;
  std::vector<SeenDate> dates;  // in the order of their first lines
};

// Lines from all over the input in their order, the first and the last among them. A plain file costs at most
// some 70 small reads, one that tells no days is read to its end; so is an archive, unless its front answers
// already what year it is.
DateSample sample_dated_lines(const FoundInput& input);

}  // namespace denwaban::sources
