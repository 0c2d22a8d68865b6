// SPDX-License-Identifier: GPL-3.0-or-later
// Asterisk's log lines to Events, by each line's own grammar. Pure and zero-copy: the Events' views point
// into `bytes`. One parser per stream of bytes; not thread-safe; several may run on chunks of one file (see
// `clock` and `trust`).
//
// What a line proves. A NOTICE proves nothing: a packet that the PBX prints can hold one. A security event
// may prove the address (security_event.h), but only where nobody else can have written the line: in a stream
// of JSON objects alone, which escape line breaks; or in a stream of text whose headed lines were all of
// level SECURITY and of one thread so far, as res_security_log writes them (a printed packet comes with other
// levels, and who injects a line does not know the thread's number). Elsewhere, and in syslog, security
// events are `claimed`.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "base/time_zone.h"
#include "model/event.h"
#include "parse/log/date.h"
#include "parse/log/json_line.h"
#include "parse/log/line_head.h"
#include "parse/log/words.h"
#include "parse/log_clock.h"

namespace denwaban::parse {

struct LogCounts {
  uint64_t lines = 0;
  uint64_t events = 0;        // marks of the text log not included
  uint64_t unrecognised = 0;  // lines with a head that no version of Asterisk writes
};

// What a stream has shown of itself so far: decides what its security events prove.
struct StreamTrust {
  bool only_security_text = true;  // every headed line of text was of level SECURITY …
  uint32_t security_lwp = 0;       // … and of this thread (0: none was met yet)
  bool only_json = true;           // every line but Asterisk's banner was a JSON object
  friend bool operator==(const StreamTrust&, const StreamTrust&) = default;
};

class LogParser {
 public:
  // `source` goes into every EvidenceRef.
  LogParser(uint32_t source, LogClock clock);

  // Reads all whole lines of `bytes` (which stand at `offset` of the input) and appends what they say to
  // `out`. Returns how many bytes were consumed: all up to the last line break. A line longer than
  // kLineLengthMax is taken in pieces: its first piece is parsed as a line, the rest is skipped up to the
  // line break.
  size_t parse(std::string_view bytes, uint64_t offset, std::vector<Event>& out);

  // The end of the input: what stands behind the last line break is a line too.
  void finish(std::string_view rest, uint64_t offset, std::vector<Event>& out);

  const LogCounts& counts() const { return counts_; }
  // How many line breaks each kBlock of the bytes of the last parse() held: they were looked for anyway.
  static constexpr size_t kBlock = 16 * 1024;
  const std::vector<uint32_t>& line_breaks() const { return line_breaks_; }
  // The year that the next line is taken to be in, and its month (0: no line was met yet). For chunks of one
  // file: a chunk's parser starts in the year that the one before it ended in.
  const LogClock& clock() const { return dates_.clock(); }

  const StreamTrust& trust() const { return trust_; }

  // All that the lines so far mean for the lines to come, but for one thing: whether the last line gave an
  // event. A chunk of a file that is parsed by its own parser starts from the state of the chunk before, and
  // should begin at a line with a head.
  struct State {
    int year = 1970, month = 0;  // as in LogClock, and so are these
    DayOrder order = DayOrder::day_first;
    int day = 1, hour = -1;
    StreamTrust trust;
    uint64_t doubt_end = 0, printed_end = 0;
    size_t printed_wrapper = 0;
    bool goes_on = false;
    bool first_line = true, carriage_returns = false;
    friend bool operator==(const State&, const State&) = default;
  };
  State state() const;
  void resume(const State& state);

  static constexpr size_t kLineLengthMax = 64 * 1024;
  // How far behind a broken line or a printed packet lines without a head are marked as orphans.
  static constexpr uint64_t kDoubtLength = 64 * 1024;

 private:
  struct Line {
    std::string_view text;
    uint64_t offset;
    bool cut = false;   // longer than kLineLengthMax
    size_t around = 0;  // bytes of the record that held `text`
  };

  // Bytes whose line ends were looked for together.
  struct Block {
    std::string_view bytes;  // all that were given to parse()
    uint64_t offset;         // of those
    size_t at = 0;           // of the block in `bytes`
    size_t begin = 0;        // of its first line, which may begin before the block
    size_t count = 0;        // of line ends
  };

  // log_lines.cc
  void read_block(Block& block, std::vector<Event>& out);
  uint64_t choose_lines(const Block& block, size_t first, size_t count) const;
  size_t line_begin(const Block& block, size_t index) const;
  void pass_dull_lines();
  bool read_plain_line(std::string_view line, uint64_t offset, const char* bytes_end,
                       std::vector<Event>& out);
  uint64_t month() const { return load8(date_.text.data()) & month_mask_; }

  // log_parser.cc
  void read_line(const Line& line, std::vector<Event>& out);
  void read_record_line(const Line& line, std::vector<Event>& out);
  bool read_head(std::string_view line, LineHead& head);
  bool has_known_date(std::string_view line) {
    return date_.known && line.size() > level_at_ &&
           (same_bytes(line.data(), date_.text.data(), level_at_) || has_known_day(line));
  }
  bool has_known_day(std::string_view line);
  void read_text(const Line& line, const LineHead& head, std::vector<Event>& out);
  void read_json(const Line& line, std::vector<Event>& out);
  // log_wrapped.cc
  void read_wrapped(const Line& line, std::vector<Event>& out);
  bool is_rest(const Line& line);
  void widen_printed(uint64_t offset, size_t by);
  uint64_t doubt_length() const { return wrapper_ == 0 ? kDoubtLength : kWrappedMax * kDoubtLength; }

  void read_headless(const Line& line, std::vector<Event>& out);
  void note_level(const LineHead& head);
  void settle(const Line& line, Event& event, std::vector<Event>& out);
  void count_event(const std::vector<Event>& out) {
    ++counts_.events;
    told_event_ = true;
    told_index_ = out.size() - 1;
  }
  void mark(const Line& line, EventKind kind, std::vector<Event>& out);
  void note_announced_packet(const Line& line);
  bool settled(uint64_t offset) const { return offset >= doubt_end_; }

  uint32_t source_;
  LogDates dates_;
  JsonLines json_;
  LogCounts counts_;
  StreamTrust trust_;

  // Which of a line's first eight bytes are the same in lines of one month alone: "[Nov ", "2026-11-". 0:
  // none.
  static uint64_t month_mask_of(const LinePrefix& prefix, std::string_view line);
  static constexpr uint64_t kMonthMask = 0x000000ffffffffff;
  static constexpr size_t kWrappedMax = 8;  // how much longer text gets by escapes, at most
  static constexpr size_t kNoBatchIndex = SIZE_MAX;

  // The head of the line before: most lines have the same date, and their level stands at the same place.
  static constexpr size_t kCachedDateMax = 64;
  struct KnownDate {
    std::array<char, kCachedDateMax> text{};  // up to the level
    LinePrefix prefix;                        // what it means
    bool known = false;
  };
  KnownDate date_;
  size_t level_at_ = 0;
  uint64_t month_mask_ = kMonthMask;
  Time time_{};

  uint64_t doubt_end_ = 0;    // offset: up to here lines may be a sender's text …
  uint64_t printed_end_ = 0;  // … and up to here they are, a packet that the PBX prints while it debugs SIP
  uint64_t line_offset_ = 0;
  // Of lines that another program carries on: how much it wrote before the line at hand (0: nothing), and
  // before the one that announced a printed packet, its date left out; each line of the packet has as much.
  size_t wrapper_ = 0, printed_wrapper_ = 0;
  bool goes_on_ = false;                               // the next record is the rest of one that was cut
  bool skipping_ = false;                              // the rest of a line that was too long
  bool told_event_ = false;                            // the last headed line gave an event
  size_t told_index_ = 0;                              // … which is this one of the batch
  bool first_line_ = true, carriage_returns_ = false;  // the first line ended with CR LF
  std::unique_ptr<uint32_t[]> line_ends_;
  std::vector<uint32_t> line_breaks_;
  bool plain_;  // the fast path is there
};

}  // namespace denwaban::parse
