// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of comma-separated values one behind the other: what `read_csv_row` reads, many times as quick where
// rows are as Asterisk writes them. Some thousand bytes are looked at together, 64 at a time: the places of
// quotes as bits tell what stands between them, and the places of commas and line feeds outside are kept.
// Where quotes stand as they do not in a sound row, and where there is no AVX2, `read_csv_row` is asked.
// Bounded: an odd row costs one more look at kWindow bytes.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "parse/cdr/rows.h"

namespace denwaban::parse {

class RowIndex {
 public:
  static constexpr size_t kWindow = 8 * 1024;

  // As `read_csv_row`. Between two calls the bytes may not change, unless `forget` was called.
  void read(std::string_view bytes, bool last, CsvRow& row);
  void forget() { next_ = nullptr; }

 private:
  bool read_indexed(std::string_view bytes, CsvRow& row);
  void look_at(std::string_view bytes);

  const char* next_ = nullptr;   // where the next row begins, if it was looked at
  const char* begin_ = nullptr;  // of the window
  size_t block_ = 0, blocks_ = 0;
  uint64_t left_ = 0;                            // of the block: ends that no row has had yet
  std::array<uint64_t, kWindow / 64> ends_ = {};  // of columns, a bit for each byte
};

}  // namespace denwaban::parse
