// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a table of call records: rows stay inside, are the same however the bytes come, and make sane
// calls; any bytes as a mapping of cdr_custom.conf.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/check.h"
#include "parse/cdr/row_index.h"
#include "parse/cdr/rows.h"
#include "track/calls/call_records.h"

using namespace denwaban;
using namespace denwaban::parse;

namespace {

struct Reading {
  std::string all;
  std::optional<CdrLayout> layout;
  track::CallRecords records;
};

void check_call(const Call& call) {
  DENWABAN_CHECK(call.ended && *call.ended >= call.began);
  DENWABAN_CHECK(*call.ended - call.began <= track::CallRecords::kLongestCall);
  DENWABAN_CHECK(!call.reached || (*call.reached >= call.began && *call.reached <= *call.ended));
  DENWABAN_CHECK(call.account.empty() || call.entered_by.empty());
  DENWABAN_CHECK(call.dialled.size() <= CallEvent::kTextMax && call.id.size() <= CallEvent::kTextMax);
}

void take(const CsvRow& row, Reading& reading) {
  for (std::string_view column : row.all()) reading.all.append(unquoted(column)).push_back('|');
  reading.all += row.broken ? "broken\n" : "\n";
  if (row.broken) return;
  if (!reading.layout || reading.layout->columns() != row.columns)
    if (auto layout = CdrLayout::of_row(row.all())) reading.layout = layout;
  if (auto header = CdrLayout::of_header(row.all())) reading.layout = header;
  if (!reading.layout) return;
  if (auto cdr = read_cdr(row, *reading.layout)) check_call(reading.records.call_of(*cdr, TimeZone(), {}));
}

std::string read(std::string_view bytes, size_t piece) {
  Reading reading;
  RowIndex index;
  CsvRow row;
  for (size_t begin = 0, end = 0; begin < bytes.size();) {
    end = std::min(bytes.size(), std::max(end, begin) + piece);
    for (;;) {
      std::string_view there = bytes.substr(begin, end - begin);
      if (there.empty()) break;
      index.read(there, end == bytes.size(), row);
      DENWABAN_CHECK(row.length <= there.size());
      if (row.length == 0) break;
      std::string_view told = there.substr(0, row.length);
      for (std::string_view column : row.all())
        DENWABAN_CHECK(column.data() >= told.data() && column.data() + column.size() <= told.data() + told.size());
      take(row, reading);
      begin += row.length;
    }
  }
  return reading.all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string bytes(reinterpret_cast<const char*>(data), std::min(size, kCsvRowMax - 1));
  std::string whole = read(bytes, bytes.size() + 1);
  if (!bytes.empty()) DENWABAN_CHECK(read(bytes, 1 + data[size / 2] % 40u) == whole);
  if (auto layout = CdrLayout::of_mapping(bytes)) DENWABAN_CHECK(layout->columns() <= CdrLayout::kColumnsMax + 1);
  return 0;
}
