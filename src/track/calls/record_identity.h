// SPDX-License-Identifier: GPL-3.0-or-later
// Which call a record tells of, whoever keeps it: Master.csv, the file of an account, a table in a database, a copy.
#pragma once

#include <cstdint>
#include <optional>

#include "base/time.h"
#include "parse/cdr/rows.h"

namespace denwaban::track {

// Two records tell of the same leg of a call when either agrees.
struct RecordIdentity {
  // When, for how long, and which channels, for their names carry a count; where there are none, the numbers.
  uint64_t by_moment = 0;
  // Uniqueid names a channel, which may have several records: the channel dialled, how long it lasted and the minute
  // and second in which it began tell them apart. The hour does not count: one table may be in local time and another
  // in UTC. `sequence` would do, but not every table has it; nothing: the table has no Uniqueid either.
  std::optional<uint64_t> by_id;
};
RecordIdentity identity_of(const parse::CdrRow& row, Time began);

}  // namespace denwaban::track
