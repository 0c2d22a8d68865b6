// SPDX-License-Identifier: GPL-3.0-or-later
// Some whole lines of one input and what they say: the unit that replay reads, parses and applies.
#pragma once

#include <optional>
#include <vector>

#include "base/result.h"
#include "parse/log_parser.h"
#include "sources/line_index.h"

namespace denwaban::engine {

struct Chunk {
  std::vector<char> buffer;  // the events' views point in here; never shrinks, reused
  size_t size = 0;
  uint64_t offset = 0;    // of its first byte in the (unpacked) input
  bool last = false;      // of its input
  bool line_cut = false;  // ends with the front of a line that is too long; the rest of that line was skipped
  bool plain = false;     // the input is no archive
  uint64_t bytes_taken = 0;    // of the file on the disk, up to here
  std::optional<Error> error;  // the input ended here because of it

  parse::LogParser::State start, end;  // the parser's, before and after these lines
  std::vector<Event> events;
  parse::LogCounts counts;
  std::vector<sources::LineIndex::Mark> marks;  // `line_breaks` is counted from the chunk's front
  bool parsed = false;

  std::string_view text() const { return {buffer.data(), size}; }
};

// Parses the chunk's lines as if the lines before it had left the parser in `start`; again, if it was parsed
// before.
void parse(Chunk& chunk, uint32_t source, const TimeZone& zone, const parse::LogParser::State& start);

}  // namespace denwaban::engine
