// SPDX-License-Identifier: GPL-3.0-or-later
// A carrier's CSV becomes rates: separators, ranges of prefixes, increments in one cell, numbers as people
// write them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "knowledge/rate_deck.h"
#include "knowledge/rate_deck_columns.h"

namespace denwaban::knowledge {

class RateRows {
 public:
  RateRows(std::string_view csv, Currency currency) : csv_(csv), currency_(currency) {}

  Status read_all();
  // Ordered by prefix, each once; may be asked once.
  std::vector<Rate> take_rates();
  Currency currency() const { return currency_; }
  std::vector<std::string> remarks() const;

 private:
  bool find_header(CsvRecords& records);
  Status read_row(const CsvRecords& records);
  Status read_increments(const CsvRecords& records, Rate& rate);
  Status read_currency(const CsvRecords& records);
  Status add_prefixes(const CsvRecords& records, const Rate& rate);
  Status add(const CsvRecords& records, const Rate& rate, std::string_view first, std::string_view last);
  Result<Amount> amount(const CsvRecords& records, RateColumn column);
  std::string_view cell(const CsvRecords& records, RateColumn column) const;
  tl::unexpected<Error> refuse(const CsvRecords& records, RateColumn column, std::string_view sentence) const;

  std::string_view csv_;
  RateHeader header_;
  Currency currency_;
  bool currency_known_ = false;
  std::vector<Rate> rates_;
  size_t rounded_ = 0, repeated_ = 0;
};

}  // namespace denwaban::knowledge
