// SPDX-License-Identifier: GPL-3.0-or-later
// Asterisk's log lines to Events, by each line's own grammar. Pure and zero-copy: the Events' views point into `bytes`.
// One parser per stream of bytes; not thread-safe; several may run on chunks of one file (see `reset`).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/time_zone.h"
#include "model/event.h"

namespace denwaban::parse {

// How to read a clock face that lacks a year or a zone.
struct LogClock {
  TimeZone zone;
  int year = 1970;  // of the first line that the parser meets; December to January counts on by itself
};

struct LogCounts {
  uint64_t lines = 0;
  uint64_t events = 0;        // marks of the text log not included
  uint64_t unrecognised = 0;  // lines with a head that no version of Asterisk writes
};

class LogParser {
 public:
  // `source` goes into every EvidenceRef.
  LogParser(uint32_t source, LogClock clock);

  // Reads all whole lines of `bytes` (which stand at `offset` of the input) and appends what they say to `out`.
  // Returns how many bytes were consumed: all up to the last line break. A line longer than kLineLengthMax is taken in
  // pieces: its first piece is parsed as a line, the rest is skipped up to the line break.
  size_t parse(std::string_view bytes, uint64_t offset, std::vector<Event>& out);

  // The end of the input: what stands behind the last line break is a line too.
  void finish(std::string_view rest, uint64_t offset, std::vector<Event>& out);

  const LogCounts& counts() const;
  // The year that the next line is taken to be in, and its month (0: no line was met yet). For chunks of one file: a
  // chunk's parser starts in the year that the one before it ended in.
  LogClock clock() const;

  static constexpr size_t kLineLengthMax = 64 * 1024;
};

}  // namespace denwaban::parse
