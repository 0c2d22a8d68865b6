// SPDX-License-Identifier: GPL-3.0-or-later
// The head of a line, in every text format that Asterisk's logger has written since 1.2 (main/logger.c):
//   [date] LEVEL[lwp][C-callid] file.c: text                      files, default format
//   [date] LEVEL[lwp][C-callid]: file.c:123 function: text        files, plain format; consoles
//   date LEVEL[lwp]: file.c:123 function: text                    1.2 without brackets
//   LEVEL[lwp][C-callid]: file.c:123 in function: text            syslog, behind the daemon's own head
// Colour escapes of consoles are skipped wherever a console writes them, and so is what programs that carry
// the lines on put before them (syslog.h, wrapper.h).
#pragma once

#include <cstdint>
#include <string_view>

#include "parse/log/date.h"

namespace denwaban::parse {

enum class Level : uint8_t { none, notice, warning, error, security, other };

struct LineHead {
  Level level = Level::none;  // none: a date without a level (Asterisk's banner when it opens the file)
  bool syslog = false;
  uint32_t lwp = 0;
  std::string_view file;  // "chan_sip.c"; dialplan applications write "Ext. 100"
  std::string_view text;  // what stands behind the head, to the end of the line
};

// Reads from the level on. False: no level stands there, or nothing follows it as Asterisk writes it.
bool read_level(std::string_view line, LineHead& head);

// Takes the date and what a syslog daemon or the journal writes before Asterisk's own text off the front.
// False: the line has no head. `level_at` is where read_level goes on. A line may carry two dates: of who
// carried it on, which counts if it tells year and zone, and Asterisk's own, which counts else; it inherits
// the year.
struct LinePrefix {
  DateText date;
  size_t level_at = 0;
  size_t date_at = 0;                     // where the line's first date begins
  size_t clock_at = 0, clock_length = 0;  // where the clock of `date` stands in the line; length 0: unknown
  size_t own_at = 0;                      // where Asterisk's own text begins: what stands before is a wrapper
  bool syslog = false;
  bool cut = false;  // goes on in the next record of the wrapper
  bool sure = true;  // such lines need no level; false: one stands at level_at, or this were no prefix
};
bool read_prefix(std::string_view line, LinePrefix& prefix);

// How many bytes before the line are none of it: a byte order mark, and the zeros that a crash leaves, or a
// file that was cut to nothing while its writer went on where it was.
inline size_t rubbish_before(std::string_view line) {
  if (line.empty() || (line[0] != '\0' && line[0] != '\xef')) [[likely]]
    return 0;
  size_t length = line.starts_with("\xef\xbb\xbf") ? 3 : 0;
  while (length < line.size() && line[length] == '\0') ++length;
  return length;
}

// Whether `line` begins a record of text: date, level and thread, behind whatever a syslog daemon puts before
// them.
bool has_head(std::string_view line);

// Takes "\x1b[1;33m", "\x1b[0K" and their like off the front, and "[0m" where the escape itself was lost.
void skip_colours(std::string_view& text);

}  // namespace denwaban::parse
