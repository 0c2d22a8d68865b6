// SPDX-License-Identifier: GPL-3.0-or-later
// What Asterisk's manager tells (main/manager.c) to Events: its security events, and what it says of calls, live
// or recorded. Pure and zero-copy: the events' views point into `bytes`. One reader per session; not thread-safe.
//
// A block ends at an empty line, a field at CR LF, and neither is escaped: a name with line breaks in it puts
// fields, even whole events, into the session. Asterisk writes an event in one piece, so what a sender wrote
// stands between Asterisk's own beginning of an event and its end:
// - Fields out of order are read as in a line of the log (log/security_event.h), and prove nothing.
// - An event without its end (truncated) is a mark, and so is a block that does not begin as one (the
// orphaned
//   end): track/doubt.h taints what stands between.
// - An event that seems whole but is followed by an orphaned end is tainted: the address in it is the
// sender's
//   choice. So an event counts only once the beginning of what follows was seen.
// - An event of a call (ami/call_events.h) is tainted when its own fields are not as Asterisk writes them, and when
//   such an end stands anywhere within kDoubtLength behind it: those that a sender completed look whole.
#pragma once

#include <cstdint>
#include <deque>
#include <string_view>
#include <vector>

#include "model/call_event.h"
#include "model/event.h"
#include "parse/log/date.h"

namespace denwaban::parse {

struct AmiCounts {
  uint64_t blocks = 0;
  uint64_t events = 0;        // marks and calls not included
  uint64_t calls = 0;         // events of calls
  uint64_t unrecognised = 0;  // blocks that are neither events nor responses
};

class AmiEvents {
 public:
  // A block that is longer is passed over, and what follows it is doubted.
  static constexpr size_t kBlockMax = 64 * 1024;
  // How far behind a truncated event an orphaned end is looked for, in bytes.
  static constexpr uint64_t kDoubtLength = 64 * 1024;

  // `source` goes into every EvidenceRef.
  explicit AmiEvents(uint32_t source);

  // Reads the whole blocks of `bytes`, which stand at `offset` of the session, and appends what they say to
  // `out`. Returns how many bytes were consumed; give the rest again with what comes next. `drained`: nothing
  // more waits to be read, so that nothing follows the last event, which is believed then; else it is left
  // for the next call.
  size_t parse(std::string_view bytes, uint64_t offset, bool drained, std::vector<Event>& out) {
    return parse(bytes, offset, drained, bytes.size(), out, nullptr);
  }
  // The same, of the blocks that begin within the first `due` bytes; what stands behind them is only looked at,
  // for what makes them doubtful. Events of calls go into `calls`, if that is wanted.
  size_t parse(std::string_view bytes, uint64_t offset, bool drained, size_t due, std::vector<Event>& out,
               std::vector<CallEvent>* calls);

  const AmiCounts& counts() const { return counts_; }

 private:
  struct Block {
    std::string_view text;  // its lines, each with its line break, without the empty one
    uint64_t offset = 0;
    bool followed = true;  // what stands behind begins properly
  };

  void read_block(const Block& block, std::vector<Event>& out);
  void read_event(const Block& block, std::string_view name, std::string_view fields,
                  std::vector<Event>& out);
  void read_call(const Block& block, std::string_view name, std::string_view fields, std::vector<CallEvent>& out);
  void look_ahead(std::string_view bytes, uint64_t offset);
  bool doubtful(const Block& block);
  Time time_of_call(const CallEvent& event, std::string_view timestamp);
  void mark(const Block& block, EventKind kind, std::vector<Event>& out);
  Time time_of(std::string_view event_tv, bool certain);

  uint32_t source_;
  LogDates dates_;
  AmiCounts counts_;
  Time time_{};
  uint64_t doubt_end_ = 0;
  std::vector<CallEvent>* calls_ = nullptr;  // of this call of parse()
  Time call_time_{};
  std::deque<uint64_t> strange_;  // where blocks begin that do not begin as one, ahead of what was read
  uint64_t looked_to_ = 0;
  bool skipping_ = false;       // within a block that is too long
  bool has_linkedids_ = false;  // this Asterisk ends what it says of a channel with Linkedid (12 and later)
};

}  // namespace denwaban::parse
