// SPDX-License-Identifier: GPL-3.0-or-later
// Records of a CSV file, and what carriers call the columns of their price lists.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/money.h"

namespace denwaban::knowledge {

enum class RateColumn : uint8_t {
  prefix,
  price,
  connection_fee,
  first_seconds,
  step_seconds,
  currency,
  date,
  none
};
inline constexpr size_t kRateColumns = static_cast<size_t>(RateColumn::none);

// RFC 4180, and what programs write instead: any separator, CR LF, LF or CR, a byte order mark. At most so
// many cells of a record are kept.
class CsvRecords {
 public:
  static constexpr size_t kCellsMax = 64;

  CsvRecords(std::string_view text, char separator);
  // False: at the end.
  bool next();
  const std::vector<std::string>& cells() const { return cells_; }
  size_t line() const { return line_; }  // where the record begins; the first is 1
  bool unclosed() const { return unclosed_; }

 private:
  void take_cell();
  std::string quoted();

  std::string_view rest_;
  char separator_;
  std::vector<std::string> cells_;
  size_t line_ = 0, next_line_ = 1;
  bool unclosed_ = false, record_goes_on_ = false;
};

struct RateHeader {
  std::array<std::optional<size_t>, kRateColumns> places;
  std::array<std::string, kRateColumns> names;  // as written
  std::optional<Currency> currency;             // "Price (USD)"

  bool complete() const { return at(RateColumn::prefix) && at(RateColumn::price); }
  std::optional<size_t> at(RateColumn column) const { return places[static_cast<size_t>(column)]; }
};

RateHeader read_rate_header(const std::vector<std::string>& cells);

}  // namespace denwaban::knowledge
