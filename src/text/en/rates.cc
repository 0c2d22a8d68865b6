// SPDX-License-Identifier: GPL-3.0-or-later
// What is said of a price list that a carrier sent.
#include "text/catalogues.h"

namespace denwaban::text {

std::span<const Row> english_rates() {
  static constexpr Row kRows[] = {
      {"rates.no_header",
       "no line of the price list names its columns: its first 30 lines must hold one with prefix and price_per_minute, separated by "
       "commas, semicolons, tabulators or bars"},
      {"rates.none", "the price list holds no price: below the names of its columns nothing follows"},
      {"rates.unclosed", "line {line} of the price list: a quotation mark is opened and never closed: correct that line"},
      {"rates.bad_price", "line {line} of the price list, column {column}: “{value}” is no price: write it like 0.0345"},
      {"rates.bad_seconds",
       "line {line} of the price list, column {column}: “{value}” is no billing increment: write seconds like 60, or 60/1"},
      {"rates.bad_currency", "line {line} of the price list, column {column}: “{value}” is no currency: write three letters like EUR"},
      {"rates.two_currencies",
       "line {line} of the price list, column {column}: {value} is a second currency: keep one price list for each currency"},
      {"rates.bad_prefix",
       "line {line} of the price list, column {column}: “{value}” is no prefix: write country code and digits like 25261, at most 15"},
      {"rates.bad_range",
       "line {line} of the price list, column {column}: “{value}” is no range of prefixes: write both ends with the same number of "
       "digits, the smaller first, at most 10,000 apart"},
      {"rates.too_many", "line {line} of the price list is beyond {most} prices, which is the most that is read: shorten it"},
      {"rates.repeated", "{count|# price is|# prices are} repeated further down for the same prefix: the last one counts"},
      {"rates.rounded", "{count|# price has|# prices have} more than six decimals: rounded up to a millionth"},
      {"fraud.list.bad",
       "line {line} of the list of fraud numbers: “{value}” is no number: write country code and digits like 25261, at least 4"},
      {"fraud.list.long", "line {line} of the list of fraud numbers is beyond {most} numbers, which is the most that is read: shorten it"},
      {"rates.dates", "the dates of column {column} are not looked at: every line counts from now on"},
  };
  return kRows;
}

}  // namespace denwaban::text
