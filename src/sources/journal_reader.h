// SPDX-License-Identifier: GPL-3.0-or-later
// The systemd journal, followed: what Asterisk wrote into it comes out as lines of text, as `journalctl -o
// short-iso` would show them. One owner; not thread-safe.
//
// Whose a record is, journald has from the kernel: fields that begin with "_" cannot be made up. A record
// counts when its _SYSTEMD_UNIT is one of `units`, or when its SYSLOG_IDENTIFIER, which anybody may choose,
// is one of `identifiers` and its _UID one of `users`. (_COMM and _EXE are missing when a process ends fast,
// and its owner chooses them.)
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace denwaban::sources {

struct JournalOptions {
  std::string folder;  // of journal files; empty: this machine's journal
  std::vector<std::string> units = {"asterisk.service"};
  std::vector<std::string> identifiers = {"asterisk"};
  std::vector<uint32_t> users = {0};
  bool from_start = false;          // without a position: read what is there already
  size_t records_per_turn = 4'096;  // looked at in one poll()
  size_t bytes_per_turn = 128 << 10;
};

// How far it was read. An empty cursor: up to that moment; neither: never.
struct JournalPosition {
  std::string cursor;
  Time read_up_to{};
  friend bool operator==(const JournalPosition&, const JournalPosition&) = default;
};

struct JournalCounters {
  uint64_t records = 0;     // handed out
  uint64_t strangers = 0;   // said by somebody whom nobody believes in Asterisk's name
  uint64_t too_long = 0;    // left out (carried_line.h)
  uint64_t suppressed = 0;  // that journald itself threw away (RateLimitBurst= of journald.conf), as it says
  Time last{};              // when the latest was written
  std::string trouble;      // why it cannot be read at the moment; empty: it can
};

// Between two moments the journal holds nothing any more that was not read before.
struct JournalGap {
  Time begin{}, end{};
};

class JournalReader {
 public:
  // Goes on behind `position`; without one it starts with what is written from now on. Errors: not_found (no
  // journal, or no such folder), permission, unavailable.
  static Result<JournalReader> open(const JournalOptions& options, const JournalPosition& position, Time now);
  JournalReader(JournalReader&&) noexcept;
  JournalReader& operator=(JournalReader&&) noexcept;
  ~JournalReader();

  int fd() const;  // readable when poll() has something to do; on some file systems only time tells: poll
                   // each second
  // Appends lines. True: more waits that fd() will not announce; call again after giving others their turn.
  bool poll(Time now, std::string& lines);

  JournalPosition position() const;
  // What was thrown away between `position` and the oldest record that is left.
  std::optional<JournalGap> gap() const;
  const JournalCounters& counters() const;

 private:
  class Impl;
  explicit JournalReader(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// Whether this machine has a journal, or the folder holds one.
bool has_journal(const std::string& folder);

}  // namespace denwaban::sources
