// SPDX-License-Identifier: GPL-3.0-or-later
// Inner parts of RecordTable: which columns of a table hold what, and how its rows are referred to.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/time.h"
#include "parse/cdr/layout.h"
#include "sources/records/record_database.h"

namespace denwaban::sources {

struct RecordColumns {
  std::string table;                // quoted
  std::vector<std::string> quoted;  // those that hold fields of a call record, in the order of CdrField
  parse::CdrLayout layout;          // of them
};

// Looks at the table of the place, or for one.
Result<RecordColumns> find_record_columns(RecordDatabase& database, const pbx::RecordPlace& place);

// "2026-11-22 23:59:59", for a time on a clock that is taken to be UTC.
std::string clock_face(Time time);

// Of a row on a server: its second, and a part of its hash, for rows have no names there.
uint64_t record_reference(Time began, uint64_t hash);
// The condition that finds it. `number`: of rows that have one.
std::string reference_condition(uint64_t reference, const std::string& number, const std::string& start);
// A row as it would stand in Master.csv, and its reference. The row's first value is its number.
std::pair<uint64_t, std::string> line_of_row(RecordDatabase::Row row, const parse::CdrLayout& layout, bool numbered);

}  // namespace denwaban::sources
