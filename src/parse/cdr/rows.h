// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of comma-separated values, and the call records in them. Zero-copy: columns are views into the bytes;
// what stands between quotes may still hold doubled ones (`unquoted`). Whatever callers put into their names,
// cdr_csv doubles their quotes, so a row ends where it says; a table of another hand may not: a row that
// makes no sense is given up at its line's end.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "parse/cdr/layout.h"
#include "parse/cdr/values.h"

namespace denwaban::parse {

// A row at the front of some bytes.
struct CsvRow {
  std::array<std::string_view, CdrLayout::kColumnsMax> column;
  size_t columns = 0;
  size_t length = 0;    // with its line break; 0: its end is not among the bytes
  bool broken = false;  // no row: quotes that do not fit, or too many columns; `length` is its line's

  std::span<const std::string_view> all() const { return {column.data(), columns}; }
};

// A longer row is broken.
constexpr size_t kCsvRowMax = 64 * 1024;

// `last`: nothing follows these bytes.
void read_csv_row(std::string_view bytes, bool last, CsvRow& row);

struct CdrRow {
  std::array<std::string_view, kCdrFields> raw;  // empty: not there
  CivilTime start;
  std::optional<CivilTime> answer, end;
  int64_t duration = 0, billed = 0;  // seconds
  Disposition disposition = Disposition::unknown;

  std::string_view operator[](CdrField field) const { return raw[static_cast<size_t>(field)]; }
  std::string text(CdrField field) const { return unquoted((*this)[field]); }
};

// False: the row is no call record of this layout; `cdr` is then of no use.
bool read_cdr(const CsvRow& row, const CdrLayout& layout, CdrRow& cdr);
inline std::optional<CdrRow> read_cdr(const CsvRow& row, const CdrLayout& layout) {
  std::optional<CdrRow> cdr(std::in_place);
  if (!read_cdr(row, layout, *cdr)) cdr.reset();
  return cdr;
}

}  // namespace denwaban::parse
