// SPDX-License-Identifier: GPL-3.0-or-later
// The head of a line, in every text format that Asterisk's logger has written since 1.2 (main/logger.c):
//   [date] LEVEL[lwp][C-callid] file.c: text                      files, default format
//   [date] LEVEL[lwp][C-callid]: file.c:123 function: text        files, plain format; consoles
//   date LEVEL[lwp]: file.c:123 function: text                    1.2 without brackets
//   LEVEL[lwp][C-callid]: file.c:123 in function: text            syslog, behind the daemon's own head
// Colour escapes of consoles are skipped wherever a console writes them.
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
// False: the line has no head. `level_at` is where read_level goes on. A line of the journal may carry two
// dates, the daemon's and Asterisk's own: the latter counts.
struct LinePrefix {
  DateText date;
  size_t level_at = 0;
  size_t clock_at = 0, clock_length = 0;  // where the clock of `date` stands in the line; length 0: unknown
  bool syslog = false;
};
bool read_prefix(std::string_view line, LinePrefix& prefix);

// Whether `line` begins a record of text: date, level and thread, behind whatever a syslog daemon puts before them.
bool has_head(std::string_view line);

}  // namespace denwaban::parse
