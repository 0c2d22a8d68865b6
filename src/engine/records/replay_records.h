// SPDX-License-Identifier: GPL-3.0-or-later
// The past as tables of call records tell it: the calls of all tables moment by moment, in the order of time. A
// call that two tables tell of (Master.csv and the file of its account, a copy) is told once.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "engine/records/moments.h"
#include "engine/replay.h"
#include "engine/replay_calls.h"
#include "pbx/exchange.h"

namespace denwaban::engine {

struct RecordsResult {
  ReplayCounts counts;                          // lines, bytes, unrecognised
  std::vector<ReplayResult::PerInput> inputs;   // like the inputs given
  uint64_t calls = 0, twice = 0;                // told; told of again
  uint64_t heard = 0;                           // of the calls told: a session of the manager told of them, too
  uint64_t late = 0;                            // of a table that is not in order: told later than they were
  Time first{}, last{};                         // of all calls; both the epoch when there were none
  bool stopped = false;
};

// Inputs of form `records`, in the order of their paths: their number here is the `source` of the calls' evidence.
// `trunks`: of the exchange that wrote them, where it is known. `sessions`: what was heard already. Calls `listener` on
// this thread.
RecordsResult replay_records(const std::vector<ReplayInput>& inputs, std::span<const pbx::TrunkHost> trunks,
                             MomentListener& listener, const ReplayCalls* sessions = nullptr,
                             const std::function<bool(uint64_t done, uint64_t total)>& progress = {});

}  // namespace denwaban::engine
