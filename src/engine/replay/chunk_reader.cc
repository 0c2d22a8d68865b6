// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/replay/chunk_reader.h"

#include <algorithm>
#include <cstring>

#include "parse/log/line_head.h"

namespace denwaban::engine {
namespace {

constexpr size_t kLineMax = parse::LogParser::kLineLengthMax;

// Whether what stands behind a line break begins a record of its own, whatever stands before. A line of which
// only a part was read counts as far as it can be seen; objects of JSON only among their like, because
// anybody may begin a line of text with a brace.
bool begins_record(std::string_view text, size_t at) {
  if (at == text.size()) return false;
  if (text[at] != '{') return parse::has_head(text.substr(at, text.find('\n', at) - at));
  if (at < 2 || text[at - 2] != '}') return false;
  size_t before = text.rfind('\n', at - 2);
  return text[before == std::string_view::npos ? 0 : before + 1] == '{';
}

// A hole at the front of a line, which the parser passes over.
size_t zeros_before(std::string_view text) { return std::min(text.find_first_not_of('\0'), text.size()); }

// Where to cut text[searched..]: behind the last line break, and if there is one within reach, behind the
// last one that a line with a head follows: what a line without one means hangs on the line before it. 0:
// there is no line break.
size_t cut_of(std::string_view text, size_t searched) {
  constexpr size_t kReach = 64 * 1024;
  size_t last = 0;
  for (size_t end = text.size(); end > searched && text.size() - end <= kReach;) {
    const void* at = ::memrchr(text.data() + searched, '\n', end - searched);
    if (!at) break;
    end = static_cast<size_t>(static_cast<const char*>(at) - text.data());
    if (last == 0) last = end + 1;
    if (begins_record(text, end + 1)) return end + 1;
  }
  return last;
}

}  // namespace

Status ChunkReader::skip_to(uint64_t offset) {
  offset_ = offset;
  return input_->skip_to(offset);
}

void ChunkReader::next(Chunk& chunk, size_t bytes) {
  chunk.size = 0;
  chunk.last = chunk.line_cut = chunk.parsed = false;
  chunk.plain = input_->info().compression == sources::Compression::none;
  chunk.error.reset();
  chunk.events.clear();
  if (skipping_ && !skip_line(chunk)) return;

  chunk.offset = offset_;
  size_t filled = tail_.size();
  if (chunk.buffer.size() < filled) chunk.buffer.resize(filled);
  std::copy(tail_.begin(), tail_.end(), chunk.buffer.begin());
  tail_.clear();
  size_t searched = 0;
  for (size_t wanted = std::max(bytes, filled + bytes / 2 + 1);;
       wanted = std::min(2 * wanted, kLineMax + 1)) {
    filled = fill(chunk, filled, wanted);
    const char* begin = chunk.buffer.data();
    size_t cut = chunk.last ? 0 : cut_of({begin, filled}, searched);
    searched = chunk.size = filled;
    if (cut > 0) {
      chunk.size = cut;
      tail_.assign(begin + chunk.size, begin + filled);
    } else if (!chunk.last && filled <= kLineMax) {
      continue;
    } else if (size_t zeros = zeros_before({begin, filled}); !chunk.last && zeros > kLineMax) {
      chunk.size = zeros;
      tail_.assign(begin + zeros, begin + filled);
    } else if (!chunk.last) {
      chunk.size = kLineMax;
      chunk.line_cut = skipping_ = true;
      offset_ += filled;
      break;
    }
    offset_ += chunk.size;
    break;
  }
  chunk.bytes_taken = input_->bytes_taken();
}

// Reads on until the chunk's buffer holds `bytes`; the input's end makes the chunk the last one.
size_t ChunkReader::fill(Chunk& chunk, size_t filled, size_t bytes) {
  if (chunk.buffer.size() < bytes) chunk.buffer.resize(bytes);
  filled += sources::read_full(*input_, std::span(chunk.buffer).subspan(filled, bytes - filled), chunk.error);
  chunk.last = filled < bytes;
  return filled;
}

// Throws the rest of a line away. False: the input ended within it, and `chunk` says so.
bool ChunkReader::skip_line(Chunk& chunk) {
  for (;;) {
    chunk.offset = offset_;
    size_t filled = fill(chunk, 0, kLineMax);
    const char* begin = chunk.buffer.data();
    if (const void* line_break = std::memchr(begin, '\n', filled)) {
      const char* behind = static_cast<const char*>(line_break) + 1;
      tail_.assign(behind, begin + filled);
      offset_ += static_cast<uint64_t>(behind - begin);
      skipping_ = chunk.last = false;
      return true;
    }
    offset_ += filled;
    chunk.bytes_taken = input_->bytes_taken();
    if (chunk.last) return false;
  }
}

}  // namespace denwaban::engine
