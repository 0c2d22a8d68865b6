// SPDX-License-Identifier: GPL-3.0-or-later
#include "knowledge/rate_deck_columns.h"

#include <algorithm>

#include "knowledge/words.h"

namespace denwaban::knowledge {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

struct ColumnNames {
  RateColumn column;
  std::string_view names;  // small letters and digits, a currency and "in" taken away
};

// From price lists of carriers and from what billing programs import.
constexpr ColumnNames kColumns[] = {
    {RateColumn::prefix,
     "prefix prefixes code codes dialcode dialcodes dialprefix dialingcode destinationcode destinationprefix "
     "destcode "
     "countrycode numberplan e164 npanxx areacode"},
    {RateColumn::price,
     "price rate priceperminute priceperminutes priceminute pricemin pricepermin perminute permin "
     "minuteprice minuterate rateperminute "
     "rateminute ratemin ratepermin costperminute cost charge currentrate newrate newprice currentprice "
     "sellrate sellprice tariff "
     "interrate peakrate peak"},
    {RateColumn::connection_fee,
     "connectionfee connectfee connectioncharge connectcharge connection connect connectioncost connectcost "
     "setup setupfee setupcharge "
     "callsetup flagfall fee"},
    {RateColumn::first_seconds,
     "firstseconds first initial initialincrement initialinterval initialseconds initialblock initialperiod "
     "firstincrement firstinterval "
     "firstperiod minduration minimumduration minimum minimumseconds minseconds minimumtime mintime "
     "interval1 includedseconds"},
    {RateColumn::step_seconds,
     "stepseconds step steps increment increments interval intervals nextincrement nextinterval subsequent "
     "subsequentincrement "
     "subsequentinterval additionalincrement billing billingincrement billingincrements billinginterval "
     "billingstep billingblock pulse "
     "intervaln interval2 rounding"},
    {RateColumn::currency, "currency curr ccy"},
    {RateColumn::date, "effective effectivedate effectivefrom validfrom startdate datefrom date"},
};
constexpr std::string_view kCurrencies =
    "eur usd gbp chf jpy cad aud sek nok dkk pln czk inr brl mxn euro euros dollar dollars";

char small(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

bool has_word(std::string_view list, std::string_view wanted) {
  for (std::string_view word = take_word(list); !word.empty(); word = take_word(list)) {
    if (word == wanted) return true;
  }
  return false;
}

// "Price (USD)" is "price" and USD.
std::string column_name(std::string_view written, std::optional<Currency>& currency) {
  constexpr size_t kLongest = 64;
  std::string name, word;
  const auto end_word = [&] {
    if (!has_word(kCurrencies, word)) {
      if (word != "in") name += word;
    } else if (word.size() == 3) {
      std::string code = word;
      for (char& c : code) c = static_cast<char>(c - 'a' + 'A');
      currency = Currency::parse(code);
    }
    word.clear();
  };
  for (const char c : written.substr(0, kLongest)) {
    if (is_letter_or_digit(small(c)))
      word += small(c);
    else
      end_word();
  }
  end_word();
  return name;
}

RateColumn column_of(std::string_view name) {
  const auto found =
      std::ranges::find_if(kColumns, [name](const ColumnNames& one) { return has_word(one.names, name); });
  return found == std::end(kColumns) ? RateColumn::none : found->column;
}

}  // namespace

CsvRecords::CsvRecords(std::string_view text, char separator) : rest_(text), separator_(separator) {
  if (rest_.starts_with(kByteOrderMark)) rest_.remove_prefix(kByteOrderMark.size());
}

bool CsvRecords::next() {
  cells_.clear();
  line_ = next_line_;
  if (rest_.empty()) return false;
  do take_cell();
  while (record_goes_on_);
  return true;
}

// One cell and what ends it.
void CsvRecords::take_cell() {
  std::string cell;
  while (!rest_.empty() && rest_[0] == ' ') rest_.remove_prefix(1);
  if (rest_.starts_with('"')) cell = quoted();
  const char ends[] = {separator_, '\r', '\n'};
  const size_t end = std::min(rest_.find_first_of(std::string_view(ends, sizeof ends)), rest_.size());
  cell += rest_.substr(0, end);
  while (cell.ends_with(' ')) cell.pop_back();
  rest_.remove_prefix(end);
  record_goes_on_ = rest_.starts_with(separator_);
  if (rest_.starts_with("\r\n")) rest_.remove_prefix(1);
  if (!rest_.empty()) rest_.remove_prefix(1);
  if (!record_goes_on_) ++next_line_;
  if (cells_.size() < kCellsMax) cells_.push_back(std::move(cell));
}

std::string CsvRecords::quoted() {
  std::string cell;
  rest_.remove_prefix(1);
  for (;;) {
    const size_t quote = rest_.find('"');
    cell += rest_.substr(0, quote);
    next_line_ += static_cast<size_t>(std::ranges::count(rest_.substr(0, quote), '\n'));
    if (quote == std::string_view::npos) {
      unclosed_ = true;
      rest_ = {};
      return cell;
    }
    rest_.remove_prefix(quote + 1);
    if (!rest_.starts_with('"')) return cell;
    cell += '"';
    rest_.remove_prefix(1);
  }
}

RateHeader read_rate_header(const std::vector<std::string>& cells) {
  RateHeader header;
  for (size_t i = 0; i < cells.size(); ++i) {
    std::optional<Currency> currency;
    const RateColumn column = column_of(column_name(cells[i], currency));
    if (column == RateColumn::none || header.at(column)) continue;
    header.places[static_cast<size_t>(column)] = i;
    header.names[static_cast<size_t>(column)] = cells[i];
    if (column == RateColumn::price) header.currency = currency;
  }
  return header;
}

}  // namespace denwaban::knowledge
