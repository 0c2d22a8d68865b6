// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/records/record_rows.h"

#include "engine/records/record_file.h"

namespace denwaban::engine {
namespace {

sources::RecordOptions options_of(const ReplayInput& input) {
  sources::RecordOptions options;
  options.zone = input.clock.zone;
  return options;
}

}  // namespace

RecordRows::RecordRows(const ReplayInput& input, uint32_t source, ReplayResult::PerInput& report)
    : RecordInput(source), zone_(input.clock.zone), report_(report), table_(*input.place, options_of(input)) {
  if (input.since == Time{}) return;
  Time face = TimeZone().to_utc(zone_.to_civil(input.since));
  table_.go_on_from({0, face, face});
}

// In the order of the calls' beginnings, or of their ends where rows are numbered: what began before this one, and
// ended long before, was told.
bool RecordRows::next() {
  auto more = table_.next();
  if (!more) report_.error = more.error();
  report_.counts.lines = table_.rows();
  report_.counts.bytes = table_.bytes();
  report_.counts.unrecognised = table_.unrecognised();
  if (!more || !*more) return false;
  clock_.hear(zone_.to_utc(table_.record().start));
  return true;
}

Call RecordRows::take(track::CallRecords& records) {
  constexpr uint32_t kShown = 1'000;  // what is read of a row's text, when it is looked up
  return records.call_of(table_.record(), zone_, {table_.reference(), source_, kShown});
}

std::unique_ptr<RecordInput> open_records(const ReplayInput& input, uint32_t source, ReplayResult::PerInput& report) {
  if (input.place) return std::make_unique<RecordRows>(input, source, report);
  return std::make_unique<RecordFile>(input, source, report);
}

}  // namespace denwaban::engine
