// SPDX-License-Identifier: GPL-3.0-or-later
// Tables of call records as they grow: what came since somebody asked last, each call once, whatever table tells of it.
//
// Files are read from where the last reading ended, whole rows only; one that was rotated or cut is read from its beginning,
// and what ended before the last reading less an hour (kWrittenLate) is passed over there. Databases are asked as
// sources/records/record_table.h says. Blocks: not for the loop's thread. One owner; one thread at a time.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/bytes.h"
#include "engine/replay.h"
#include "model/call.h"
#include "pbx/exchange.h"
#include "sources/input.h"
#include "sources/records/record_table.h"
#include "track/calls/call_records.h"

namespace denwaban::engine {

class RecordFollower {
 public:
  static constexpr Milliseconds kWrittenLate = std::chrono::hours(1);
  static constexpr size_t kKnownMax = 200'000;  // identities; beyond them the oldest are forgotten
  static constexpr size_t kCallsMax = 20'000;   // of one step; the rest comes with the next

  struct Step {
    std::vector<Call> calls;           // in the order of their ends
    std::vector<std::string> remarks;  // what could not be read
  };

  // Only calls that end from now on are news.
  void begin(Time from);
  bool begun() const { return from_ != Time{}; }
  // `inputs`: all tables there are now, of form `records`, with their clocks.
  Step take(const std::vector<ReplayInput>& inputs, std::span<const pbx::TrunkHost> trunks, Time now);

  void save(ByteWriter& out) const;
  // Takes only what `save` wrote; anything else leaves it not begun.
  bool load(ByteReader& in);

 private:
  struct File {
    uint64_t device = 0, inode = 0, offset = 0;  // of the first row that was not read
    std::optional<parse::CdrLayout> layout;
  };
  struct Table {
    std::unique_ptr<sources::RecordTable> table;
    sources::RecordPosition position;
  };
  void read_file(const ReplayInput& input, Step& step);
  void read_rows(const ReplayInput& input, sources::Input& file, File& state, Step& step);
  void read_table(const ReplayInput& input, Step& step);
  void take_record(const parse::CdrRow& record, const ReplayInput& input, Step& step);
  bool is_new(const parse::CdrRow& record, const Call& call);
  void forget_old();

  Time from_{}, latest_{};  // ends: none before counts; of what was told
  Time now_{};              // a clock that runs ahead of it is not believed
  track::CallRecords records_;
  std::map<std::string, File> files_;
  std::map<std::string, Table> tables_;
  std::unordered_map<uint64_t, Time> known_;  // identities, and when their calls ended
};

}  // namespace denwaban::engine
