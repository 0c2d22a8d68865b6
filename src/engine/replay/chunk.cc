// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/replay/chunk.h"

#include "base/check.h"

namespace denwaban::engine {
namespace {

void mark_lines(Chunk& chunk, const std::vector<uint32_t>& line_breaks) {
  chunk.marks.clear();
  if (!chunk.plain) return;
  uint64_t at = chunk.offset, before = 0;
  for (uint32_t count : line_breaks) {
    chunk.marks.push_back({at, before});
    at += parse::LogParser::kBlock;
    before += count;
  }
}

}  // namespace

void parse(Chunk& chunk, uint32_t source, const TimeZone& zone, const parse::LogParser::State& start) {
  chunk.events.clear();
  parse::LogParser parser(source, parse::LogClock{zone, start.year, start.month});
  parser.resume(start);
  size_t used = parser.parse(chunk.text(), chunk.offset, chunk.events);
  mark_lines(chunk, parser.line_breaks());
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
}

}  // namespace denwaban::engine
