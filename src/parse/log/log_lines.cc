// SPDX-License-Identifier: GPL-3.0-or-later
// LogParser's way through the lines: which of them are read, and which of those by the fast path
// (plain_notice.h). What a line means is the business of log_parser.cc.
#include <algorithm>
#include <bit>

#include "parse/log/newlines.h"
#include "parse/log/plain_notice.h"
#include "parse/log/text.h"
#include "parse/log_parser.h"

namespace denwaban::parse {
namespace {

constexpr size_t kBatch = 64;  // lines are chosen so many at a time, a bit for each

constexpr uint64_t kVerbose = word8("VERBOSE[");
constexpr uint64_t kDebug = word8("DEBUG[");
constexpr uint64_t kDebugMask = 0x0000ffffffffffff;
constexpr auto kArrow =
    static_cast<uint32_t>(word8("--->"));  // ends the line before a packet that is printed

}  // namespace

LogParser::LogParser(uint32_t source, LogClock clock)
    : source_(source),
      dates_(std::move(clock)),
      line_ends_(new uint32_t[kBlock]),
      plain_(can_read_plain_notices()) {}

size_t LogParser::parse(std::string_view bytes, uint64_t offset, std::vector<Event>& out) {
  told_index_ = kNoBatchIndex;
  line_breaks_.clear();
  Block block{bytes, offset};
  for (; block.at < bytes.size(); block.at += kBlock) {
    size_t size = std::min(kBlock, bytes.size() - block.at);
    block.count = find_newlines(bytes.data() + block.at, size, line_ends_.get());
    counts_.lines += block.count;
    line_breaks_.push_back(static_cast<uint32_t>(block.count));
    read_block(block, out);
  }
  size_t begin = block.begin;
  if (bytes.size() - begin > kLineLengthMax && !skipping_) begin += rubbish_before(bytes.substr(begin));
  if (bytes.size() - begin <= kLineLengthMax && !skipping_) return begin;
  if (!skipping_) {
    ++counts_.lines;
    read_line({bytes.substr(begin, kLineLengthMax), offset + begin, true}, out);
  }
  skipping_ = true;
  return bytes.size();
}

void LogParser::finish(std::string_view rest, uint64_t offset, std::vector<Event>& out) {
  told_index_ = kNoBatchIndex;
  if (rest.empty()) return;
  ++counts_.lines;
  read_line({rest, offset}, out);
}

// Chooses lines and reads them. What is dull hangs on the head of the last line that was read: when that was
// of another kind than expected, the lines behind it are chosen anew.
void LogParser::read_block(Block& block, std::vector<Event>& out) {
  const char* const bytes = block.bytes.data();
  const char* const bytes_end = bytes + block.bytes.size();
  const uint32_t* const ends = line_ends_.get();
  for (size_t first = 0; first < block.count;) {
    size_t count = std::min(kBatch, block.count - first), next = 0;
    uint64_t chosen = choose_lines(block, first, count);
    while (chosen != 0 && next < count) {
      auto index = static_cast<size_t>(std::countr_zero(chosen));
      chosen &= chosen - 1;
      if (index != next) pass_dull_lines();
      next = index + 1;
      size_t begin = line_begin(block, first + index), size = block.at + ends[first + index] - begin;
      if (read_plain_line({bytes + begin, size}, block.offset + begin, bytes_end, out)) continue;
      const uint64_t known_month = month();
      const size_t level_at = level_at_;
      const bool skipped = skipping_;
      read_line({{bytes + begin, size}, block.offset + begin}, out);
      if (level_at != level_at_ || known_month != month() || skipped || printed_wrapper_ > 0) count = next;
    }
    if (next != count) pass_dull_lines();
    first += count;
  }
  if (block.count > 0) block.begin = line_begin(block, block.count);
}

// VERBOSE and DEBUG lines, two thirds of a log, are dull but for those that announce a packet: told by the
// eight bytes behind the date and the last four. The others of lines [first, first + count) have their bits
// set. Nobody can predict which line is what: no jumps.
inline uint64_t LogParser::choose_lines(const Block& block, size_t first, size_t count) const {
  const uint64_t all = ~uint64_t{0} >> (kBatch - count), known_month = month();
  const size_t level_at = level_at_, least = level_at + 8;
  const uint64_t mask = month_mask_;
  if (level_at == 0 || mask == 0 || skipping_ || printed_wrapper_ > 0 || block.bytes.size() < least)
    return all;
  const char* const data = block.bytes.data() + block.at;
  const char* const last = block.bytes.data() + block.bytes.size() - least;
  const uint32_t* const ends = line_ends_.get() + first;
  const char* line = block.bytes.data() + line_begin(block, first);
  uint64_t chosen = 0;
  for (size_t i = 0; i < count; ++i) {
    if (line > last) [[unlikely]]  // near the end of all bytes: too short to be dull
      return chosen | (all & ~uint64_t{0} << i);
    const char* end = data + ends[i];
    const bool long_enough = static_cast<size_t>(end - line) >= least;
    const uint32_t last_four = load4(long_enough ? end - 4 : line);
    uint64_t level = load8(line + level_at);
    bool dull = ((level == kVerbose) | ((level & kDebugMask) == kDebug)) & (line[level_at - 1] == ' ') &
                ((load8(line) & mask) == known_month) & long_enough & (last_four != kArrow);
    chosen |= uint64_t{!dull} << i;
    line = end + 1;
  }
  return chosen;
}

inline size_t LogParser::line_begin(const Block& block, size_t index) const {
  return index == 0 ? block.begin : block.at + line_ends_.get()[index - 1] + 1;
}

void LogParser::pass_dull_lines() {
  trust_.only_security_text = false;
  trust_.only_json = false;
  told_event_ = false;
}

uint64_t LogParser::month_mask_of(const LinePrefix& prefix, std::string_view line) {
  constexpr size_t kLastDateAt = 5;  // behind "<133>"
  if (prefix.date_at > kLastDateAt || line.size() < 8) return 0;
  return line[0] == '[' && is_letter(line[1]) && !is_letter(line[5]) ? kMonthMask : ~uint64_t{0};
}

// What read_line does, for a line that the fast path understands.
inline bool LogParser::read_plain_line(std::string_view line, uint64_t offset, const char* bytes_end,
                                       std::vector<Event>& out) {
  const char* begin = line.data();
  if (!plain_ || skipping_ || offset < printed_end_ ||
      static_cast<size_t>(bytes_end - begin) < level_at_ + kPlainNoticeReach)
    return false;
  line_offset_ = offset;
  if (!has_known_date(line) || date_.prefix.syslog) return false;
  static constexpr Event kNew;  // copied in seven moves; to make one in place, g++ 12 takes a slow `rep stos`
  out.push_back(kNew);
  Event& event = out.back();
  if (!read_plain_notice(begin + level_at_, begin + line.size(), event)) {
    out.pop_back();
    return false;
  }
  event.time = time_;
  event.evidence = {offset, source_, static_cast<uint32_t>(line.size())};
  pass_dull_lines();
  if (first_line_) first_line_ = carriage_returns_ = false;
  count_event(out);
  return true;
}

}  // namespace denwaban::parse
