// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/replay/chunk.h"

#include "base/check.h"

namespace denwaban::engine {
namespace {

// While the text is in the cache.
void mark_lines(Chunk& chunk) {
  constexpr size_t kPiece = 8 * 1024;
  chunk.marks.clear();
  uint64_t line_breaks = 0;
  for (size_t at = 0; chunk.plain && at < chunk.size; at += kPiece) {
    chunk.marks.push_back({chunk.offset + at, line_breaks});
    line_breaks += sources::count_line_breaks(chunk.text().substr(at, kPiece));
  }
}

}  // namespace

void parse(Chunk& chunk, uint32_t source, const TimeZone& zone, const parse::LogParser::State& start) {
  chunk.events.clear();
  parse::LogParser parser(source, parse::LogClock{zone, start.year, start.month});
  parser.resume(start);
  size_t used = parser.parse(chunk.text(), chunk.offset, chunk.events);
  if (chunk.last || chunk.line_cut) {
    if (used < chunk.size) parser.finish(chunk.text().substr(used), chunk.offset + used, chunk.events);
  } else {
    DENWABAN_CHECK(used == chunk.size);
  }
  chunk.start = start;
  chunk.end = parser.state();
  // What has no meaning any more must not make two states differ.
  if (chunk.end.doubt_end <= chunk.offset + chunk.size) chunk.end.doubt_end = 0;
  if (!chunk.end.trust.only_security_text) chunk.end.trust.security_lwp = 0;
  chunk.counts = parser.counts();
  mark_lines(chunk);
}

}  // namespace denwaban::engine
