// SPDX-License-Identifier: GPL-3.0-or-later
#include "knowledge/rate_deck_rows.h"

#include <algorithm>
#include <charconv>
#include <iterator>

#include "text/message.h"
#include "text/printable.h"

namespace denwaban::knowledge {
namespace {

using text::say;

constexpr size_t kDigitsMax = 15;          // of E.164
constexpr size_t kRangeMax = 10'000;       // prefixes of one range
constexpr size_t kLinesBeforeHeader = 30;  // a carrier's name and greetings
constexpr uint32_t kSecondsMax = 86'400;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool all_digits(std::string_view text) { return !text.empty() && std::ranges::all_of(text, is_digit); }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text[0] == ' ') text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

// "$ 0,0345" is 0.0345; more than six decimals are rounded up, so that no price is told too low.
std::optional<Amount> read_amount(std::string_view written, size_t& rounded) {
  for (const std::string_view sign : {"$", "\xE2\x82\xAC", "\xC2\xA3"}) {
    if (written.starts_with(sign)) written = trimmed(written.substr(sign.size()));
    if (written.ends_with(sign)) written = trimmed(written.substr(0, written.size() - sign.size()));
  }
  std::string number(written);
  if (number.find('.') == std::string::npos) {
    const size_t comma = number.find(',');
    if (comma != std::string::npos) number[comma] = '.';
  }
  if (number.starts_with('.')) number.insert(0, 1, '0');
  const size_t point = std::min(number.find('.'), number.size());
  constexpr size_t kDecimals = 6;
  if (number.size() - point <= kDecimals + 1) return Amount::parse(number);
  const std::string rest = number.substr(point + 1 + kDecimals);
  if (!all_digits(rest)) return std::nullopt;
  auto amount = Amount::parse(number.substr(0, point + 1 + kDecimals));
  if (amount && rest.find_first_not_of('0') != std::string::npos) {
    ++rounded;
    *amount += Amount{1};
  }
  return amount;
}

std::optional<uint32_t> read_seconds(std::string_view written) {
  uint32_t seconds = 0;
  const auto [end, error] = std::from_chars(written.data(), written.data() + written.size(), seconds);
  if (error != std::errc() || end != written.data() + written.size() || seconds > kSecondsMax)
    return std::nullopt;
  return seconds;
}

// "60/6", "30+6", "1/1", "60": nothing for what is neither.
struct Increments {
  uint32_t first = 0;
  std::optional<uint32_t> step;
};
std::optional<Increments> read_increments_of(std::string_view written) {
  const size_t mark = written.find_first_of("/+:-;");
  const auto first = read_seconds(trimmed(written.substr(0, mark)));
  if (!first) return std::nullopt;
  if (mark == std::string_view::npos) return Increments{*first, std::nullopt};
  std::string_view rest = trimmed(written.substr(mark + 1));
  rest = trimmed(rest.substr(0, rest.find_first_of("/+:-;")));
  const auto step = read_seconds(rest);
  if (!step) return std::nullopt;
  return Increments{*first, step};
}

// What carriers write before a prefix.
std::string_view bare_prefix(std::string_view written) {
  written = trimmed(written);
  if (written.starts_with('+')) return written.substr(1);
  return written.starts_with("00") ? written.substr(2) : written;
}

}  // namespace

std::string_view RateRows::cell(const CsvRecords& records, RateColumn column) const {
  const auto place = header_.at(column);
  return place && *place < records.cells().size() ? trimmed(records.cells()[*place]) : std::string_view();
}

tl::unexpected<Error> RateRows::refuse(const CsvRecords& records, RateColumn column,
                                       std::string_view sentence) const {
  const auto index = static_cast<size_t>(column);
  return fail(ErrorKind::input, say(sentence, {{"line", records.line()},
                                               {"column", std::string(header_.names[index])},
                                               {"value", text::printable(cell(records, column), 40)}}));
}

Status RateRows::read_all() {
  for (const char separator : {',', ';', '\t', '|'}) {
    CsvRecords records(csv_, separator);
    if (!find_header(records)) continue;
    while (records.next()) {
      if (std::ranges::all_of(records.cells(), [](const std::string& one) { return one.empty(); })) continue;
      if (records.unclosed())
        return fail(ErrorKind::input, say("rates.unclosed", {{"line", records.line()}}));
      if (Status read = read_row(records); !read) return read;
    }
    if (rates_.empty()) return fail(ErrorKind::input, say("rates.none"));
    return {};
  }
  return fail(ErrorKind::input, say("rates.no_header"));
}

bool RateRows::find_header(CsvRecords& records) {
  for (size_t line = 0; line < kLinesBeforeHeader && records.next(); ++line) {
    header_ = read_rate_header(records.cells());
    if (!header_.complete()) continue;
    if (header_.currency) currency_ = *header_.currency;
    currency_known_ = header_.currency.has_value();
    return true;
  }
  return false;
}

Status RateRows::read_row(const CsvRecords& records) {
  Rate rate;
  const auto price = amount(records, RateColumn::price);
  if (!price) return tl::unexpected(price.error());
  rate.per_minute = *price;
  if (!cell(records, RateColumn::connection_fee).empty()) {
    const auto fee = amount(records, RateColumn::connection_fee);
    if (!fee) return tl::unexpected(fee.error());
    rate.connection_fee = *fee;
  }
  if (Status read = read_increments(records, rate); !read) return read;
  if (Status read = read_currency(records); !read) return read;
  return add_prefixes(records, rate);
}

Result<Amount> RateRows::amount(const CsvRecords& records, RateColumn column) {
  const auto found = read_amount(cell(records, column), rounded_);
  if (!found || *found < Amount{}) return refuse(records, column, "rates.bad_price");
  return *found;
}

// A step alone is the shortest call, too.
Status RateRows::read_increments(const CsvRecords& records, Rate& rate) {
  const std::string_view first = cell(records, RateColumn::first_seconds),
                         step = cell(records, RateColumn::step_seconds);
  if (!step.empty()) {
    const auto read = read_increments_of(step);
    if (!read) return refuse(records, RateColumn::step_seconds, "rates.bad_seconds");
    rate.first_seconds = read->first;
    rate.step_seconds = read->step.value_or(read->first);
  }
  if (!first.empty()) {
    const auto read = read_increments_of(first);
    if (!read) return refuse(records, RateColumn::first_seconds, "rates.bad_seconds");
    rate.first_seconds = read->first;
    if (read->step) rate.step_seconds = *read->step;
  }
  rate.step_seconds = std::max(rate.step_seconds, 1u);
  return {};
}

Status RateRows::read_currency(const CsvRecords& records) {
  std::string written(cell(records, RateColumn::currency));
  if (written.empty()) return {};
  for (char& c : written) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  const auto currency = Currency::parse(written);
  if (!currency) return refuse(records, RateColumn::currency, "rates.bad_currency");
  if (currency_known_ && *currency != currency_)
    return refuse(records, RateColumn::currency, "rates.two_currencies");
  currency_ = *currency;
  currency_known_ = true;
  return {};
}

// One prefix, a list of them, or ranges: "4470-4479, 4475".
Status RateRows::add_prefixes(const CsvRecords& records, const Rate& rate) {
  std::string_view list = cell(records, RateColumn::prefix);
  if (list.empty()) return refuse(records, RateColumn::prefix, "rates.bad_prefix");
  while (!list.empty()) {
    const size_t end = std::min(list.find_first_of(",;|"), list.size());
    const std::string_view one = trimmed(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
    if (one.empty()) continue;
    const size_t dash = one.find('-');
    const std::string_view first = bare_prefix(one.substr(0, dash));
    const std::string_view last = dash == std::string_view::npos ? first : bare_prefix(one.substr(dash + 1));
    if (Status added = add(records, rate, first, last); !added) return added;
  }
  return {};
}

Status RateRows::add(const CsvRecords& records, const Rate& rate, std::string_view first,
                     std::string_view last) {
  const auto is_prefix = [](std::string_view text) {
    return all_digits(text) && text.size() <= kDigitsMax && text[0] != '0';
  };
  if (!is_prefix(first) || !is_prefix(last)) return refuse(records, RateColumn::prefix, "rates.bad_prefix");
  uint64_t from = 0, to = 0;
  std::from_chars(first.data(), first.data() + first.size(), from);
  std::from_chars(last.data(), last.data() + last.size(), to);
  if (first.size() != last.size() || to < from || to - from >= kRangeMax)
    return refuse(records, RateColumn::prefix, "rates.bad_range");
  if (rates_.size() + (to - from) >= RateDeck::kRatesMax)
    return fail(ErrorKind::full,
                say("rates.too_many", {{"most", RateDeck::kRatesMax}, {"line", records.line()}}));
  for (uint64_t number = from; number <= to; ++number) {
    rates_.push_back(rate);
    rates_.back().prefix = std::to_string(number);
  }
  return {};
}

// The last of several rates for one prefix counts.
std::vector<Rate> RateRows::take_rates() {
  std::stable_sort(rates_.begin(), rates_.end(),
                   [](const Rate& a, const Rate& b) { return a.prefix < b.prefix; });
  size_t kept = 0;
  for (size_t i = 0; i < rates_.size(); ++i) {
    if (i + 1 < rates_.size() && rates_[i].prefix == rates_[i + 1].prefix) {
      ++repeated_;
    } else if (kept++ != i) {
      rates_[kept - 1] = std::move(rates_[i]);
    }
  }
  rates_.resize(kept);
  return std::move(rates_);
}

std::vector<std::string> RateRows::remarks() const {
  std::vector<std::string> sentences;
  if (repeated_ > 0) sentences.push_back(say("rates.repeated", {{"count", repeated_}}));
  if (rounded_ > 0) sentences.push_back(say("rates.rounded", {{"count", rounded_}}));
  if (header_.at(RateColumn::date))
    sentences.push_back(
        say("rates.dates",
            {{"column", text::printable(header_.names[static_cast<size_t>(RateColumn::date)], 40)}}));
  return sentences;
}

}  // namespace denwaban::knowledge
