// SPDX-License-Identifier: GPL-3.0-or-later
// A table of call records on its way into the merge: its rows as calls, one by one. Plain or packed; the rows
// of a table need not all be of one layout (Asterisk was upgraded, columns were added), and what is none is
// counted and passed over.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "engine/replay.h"
#include "parse/cdr/rows.h"
#include "sources/input.h"
#include "sources/line_index.h"
#include "track/calls/call_records.h"

namespace denwaban::engine {

class RecordFile {
 public:
  RecordFile(const ReplayInput& input, uint32_t source, ReplayResult::PerInput& report)
      : input_(input), source_(source), report_(report) {}

  // Goes to the next record. False: there is none any more, or it cannot be read (told in the report).
  bool next();
  // The record, as a call of the exchange that `records` knows. Once for each `next`.
  Call take(track::CallRecords& records);
  // When the table tells of it: the latest end of a call so far.
  Time time() const { return time_; }
  uint32_t source() const { return source_; }
  uint64_t bytes_taken() const { return !opened_ ? 0 : file_ ? file_->bytes_taken() : input_.size; }
  // Gives the descriptor back until the next `next`.
  void park() {
    if (file_) file_->park();
  }

 private:
  bool open();
  bool refill();
  bool read_row();
  void leave_row();
  bool understand();

  const ReplayInput& input_;
  uint32_t source_;
  ReplayResult::PerInput& report_;
  std::unique_ptr<sources::Input> file_;
  std::vector<char> buffer_;
  size_t begin_ = 0, end_ = 0;  // of what is not read yet
  uint64_t offset_ = 0;         // of begin_
  uint64_t marked_ = 0;
  bool last_ = false, opened_ = false, plain_ = false;
  parse::CsvRow row_;
  std::optional<parse::CdrLayout> layout_;
  std::optional<parse::CdrRow> record_;
  Time time_{};
};

}  // namespace denwaban::engine
