// SPDX-License-Identifier: GPL-3.0-or-later
// A table of call records in a database on its way into the merge.
#pragma once

#include "engine/records/record_input.h"
#include "engine/records/table_clock.h"
#include "sources/records/record_table.h"

namespace denwaban::engine {

class RecordRows final : public RecordInput {
 public:
  RecordRows(const ReplayInput& input, uint32_t source, ReplayResult::PerInput& report);

  bool next() override;
  const parse::CdrRow& record() const override { return table_.record(); }
  Call take(track::CallRecords& records) override;
  Time time() const override { return clock_.time(); }
  uint64_t bytes_taken() const override { return 0; }

 private:
  TimeZone zone_;
  ReplayResult::PerInput& report_;
  sources::RecordTable table_;
  TableClock clock_;
};

}  // namespace denwaban::engine
