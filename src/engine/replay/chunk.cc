// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/replay/chunk.h"

#include "base/check.h"
#include "sources/line_index.h"

namespace denwaban::engine {

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
  chunk.line_breaks.clear();
  if (chunk.counts_lines) sources::count_line_breaks(chunk.text(), chunk.offset, chunk.line_breaks);
}

}  // namespace denwaban::engine
