// SPDX-License-Identifier: GPL-3.0-or-later
// A table of call records on its way into the merge, wherever it stands: its records one by one.
#pragma once

#include <memory>

#include "engine/replay.h"
#include "parse/cdr/rows.h"
#include "track/calls/call_records.h"

namespace denwaban::engine {

class RecordInput {
 public:
  explicit RecordInput(uint32_t source) : source_(source) {}
  virtual ~RecordInput() = default;

  // Goes to the next record. False: there is none any more, or it cannot be read (told in the report).
  virtual bool next() = 0;
  virtual const parse::CdrRow& record() const = 0;
  // The record, as a call of the exchange that `records` knows. Once for each `next`.
  virtual Call take(track::CallRecords& records) = 0;
  // Whatever comes later tells of nothing that ended a day before it, or earlier. Never goes back.
  virtual Time time() const = 0;
  virtual uint64_t bytes_taken() const = 0;  // of ReplayInput::size
  // Gives the descriptor back until the next `next`.
  virtual void park() {}

  uint32_t source() const { return source_; }

 protected:
  uint32_t source_;
};

// The one that fits. `input` and `report` must outlive it.
std::unique_ptr<RecordInput> open_records(const ReplayInput& input, uint32_t source, ReplayResult::PerInput& report);

}  // namespace denwaban::engine
