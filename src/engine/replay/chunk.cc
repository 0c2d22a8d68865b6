// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/replay/chunk.h"

#include "base/check.h"

namespace denwaban::engine {

void parse(Chunk& chunk, uint32_t source, const TimeZone& zone, const ParserState& start) {
  chunk.events.clear();
  parse::LogParser parser(source, parse::LogClock{zone, start.year, start.month});
  size_t used = parser.parse(chunk.text(), chunk.offset, chunk.events);
  if (chunk.last || chunk.line_cut) {
    if (used < chunk.size) parser.finish(chunk.text().substr(used), chunk.offset + used, chunk.events);
  } else {
    DENWABAN_CHECK(used == chunk.size);
  }
  chunk.start = start;
  parse::LogClock clock = parser.clock();
  chunk.end = {clock.year, clock.month};
  chunk.counts = parser.counts();
}

}  // namespace denwaban::engine
