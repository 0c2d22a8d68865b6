// SPDX-License-Identifier: GPL-3.0-or-later
// The past, told in order: inputs are read and parsed on all threads, and their events are handed on by one,
// in the order (time, path, offset). Neither the number of threads nor how the inputs are cut shows in what
// comes out.
//
// Within one input the order of its lines stands, whatever their clock faces say: an event's time for this
// purpose is the latest that its input showed so far. A clock face that runs more than an hour ahead of the
// lines behind it is not believed (one forged line must not make a week pass): such an event gets the time of
// its neighbours.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/call_event.h"
#include "parse/cdr/layout.h"
#include "parse/log_parser.h"
#include "parse/packet_decoder.h"
#include "pbx/record_place.h"
#include "sources/line_index.h"
#include "track/wire_tracker.h"

namespace denwaban::engine {

// Lines of a log; packets; a session of the manager; a table of call records, which is read by `replay_records`
// alone. Packets and sessions tell their own time.
enum class InputForm : uint8_t { log, capture, ami, records };

struct ReplayInput {
  std::string path;
  parse::LogClock clock;  // year: of the first line
  uint64_t size = 0;      // on the disk, for progress
  InputForm form = InputForm::log;
  // Of call records: the table in a database, instead of a file …
  std::shared_ptr<const pbx::RecordPlace> place = nullptr;
  // … or what its columns hold, where the file's own rows may not show it.
  std::shared_ptr<const parse::CdrLayout> layout = nullptr;
  Time since{};  // of a table on a server: calls that ended long before are not asked for
  std::optional<Time> ended_before = std::nullopt;  // of call records: the others are left to somebody else
};

class EventSink {
 public:
  virtual ~EventSink() = default;
  // Events in order, of one input or several; `now` is the latest time so far. The events' views live until
  // this returns. `batch` may be changed; it is cleared afterwards.
  virtual void consume(std::vector<Event>& batch, Time now) = 0;
  // Logins at the manager interface that a capture shows in plain text; somewhat ahead of its events.
  virtual void hear(std::span<const track::AmiTry>) {}
  // What a recorded session of the manager tells of calls, with all its events, in the session's order; ahead of
  // `consume`, which gets the events in everybody's order.
  virtual void hear_session(uint32_t /*source*/, std::span<const Event>, std::span<const CallEvent>) {}
  // Nothing more comes from this input. Called once for each, also for those that could not be read.
  virtual void end_of_input(uint32_t source) = 0;
};

struct ReplayCounts {
  uint64_t bytes = 0;  // unpacked
  uint64_t lines = 0;
  uint64_t packets = 0;  // of captures
  uint64_t events = 0;
  uint64_t unrecognised = 0;  // lines that no version of Asterisk writes
};

struct ReplayResult {
  struct PerInput {
    ReplayCounts counts;
    sources::LineIndex lines;  // of a plain file, for looking up evidence; empty for archives
    parse::PacketCounters::UnopenedCounts unopened{};  // of a capture
    std::optional<Error> error;  // it could not be read, or not to its end; what was read before counts
  };
  ReplayCounts counts;
  std::vector<PerInput> inputs;  // like the inputs given
  Time first{}, last{};          // of all events; both the epoch when there were none
  bool stopped = false;          // `progress` wanted no more
};

struct ReplayOptions {
  unsigned threads = 1;         // the caller's included; 0: as many as there are cores
  size_t chunk_bytes = 0;       // 0: chosen; another value changes nothing but the speed
  size_t inputs_open_max = 64;  // further ones are closed again until their time comes
  track::WireOptions wire;      // how captures are understood
  std::function<bool(uint64_t bytes_done, uint64_t bytes_total)>
      progress;  // on the disk; false stops the replay
};

// Inputs in the order of their paths: their number here is the `source` of their events. Calls `sink` on this
// thread.
ReplayResult replay(const std::vector<ReplayInput>& inputs, EventSink& sink,
                    const ReplayOptions& options = {});

}  // namespace denwaban::engine
