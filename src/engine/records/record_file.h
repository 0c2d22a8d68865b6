// SPDX-License-Identifier: GPL-3.0-or-later
// A table of call records on its way into the merge: its rows as calls, one by one. Plain or packed; the rows
// of a table need not all be of one layout (Asterisk was upgraded, columns were added), and what is none is
// counted and passed over.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "engine/records/record_input.h"
#include "engine/records/table_clock.h"
#include "parse/cdr/row_index.h"
#include "sources/input.h"
#include "sources/line_index.h"

namespace denwaban::engine {

class RecordFile final : public RecordInput {
 public:
  RecordFile(const ReplayInput& input, uint32_t source, ReplayResult::PerInput& report)
      : RecordInput(source), input_(input), report_(report) {}

  bool next() override;
  const parse::CdrRow& record() const override { return *record_; }
  Call take(track::CallRecords& records) override;
  // When the table tells of it: the latest end of a call so far.
  Time time() const override { return clock_.time(); }
  uint64_t bytes_taken() const override { return !opened_ ? 0 : file_ ? file_->bytes_taken() : input_.size; }
  void park() override {
    if (file_) file_->park();
  }

 private:
  bool open();
  bool refill();
  bool read_row();
  void leave_row();
  bool understand();

  const ReplayInput& input_;
  ReplayResult::PerInput& report_;
  std::unique_ptr<sources::Input> file_;
  std::vector<char> buffer_;
  size_t begin_ = 0, end_ = 0;  // of what is not read yet
  uint64_t offset_ = 0;         // of begin_
  uint64_t marked_ = 0;
  bool last_ = false, opened_ = false, plain_ = false;
  parse::RowIndex rows_;
  parse::CsvRow row_;
  std::optional<parse::CdrLayout> layout_;
  std::optional<parse::CdrRow> record_;
  TableClock clock_;
};

}  // namespace denwaban::engine
