// SPDX-License-Identifier: GPL-3.0-or-later
#include "knowledge/fraud_list.h"

#include <algorithm>
#include <optional>

#include "base/time_zone.h"
#include "text/message.h"

namespace denwaban::knowledge {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view take_column(std::string_view& line) {
  const size_t begin = std::min(line.find_first_not_of(" \t\r\"'"), line.size());
  line.remove_prefix(begin);
  const size_t end = std::min(line.find_first_of(",;\t \r\"'"), line.size());
  const std::string_view column = line.substr(0, end);
  line.remove_prefix(std::min(line.find_first_not_of("\"'", end), line.size()));
  if (!line.empty()) line.remove_prefix(1);
  return column;
}

// Nothing: it is none.
std::optional<std::string> digits_of(std::string_view written) {
  if (written.starts_with('+')) written.remove_prefix(1);
  if (written.starts_with("00")) written.remove_prefix(2);
  const size_t end = written.find_last_not_of("*xX.");
  written = written.substr(0, end == std::string_view::npos ? 0 : end + 1);
  constexpr size_t kLongest = 15;
  const bool sound = written.size() >= FraudList::kShortest && written.size() <= kLongest && written[0] != '0' &&
                     std::ranges::all_of(written, is_digit);
  return sound ? std::optional<std::string>(written) : std::nullopt;
}

std::optional<Time> day_of(std::string_view text) {
  constexpr std::string_view kForm = "0000-00-00";
  if (text.size() < kForm.size()) return std::nullopt;
  for (size_t i = 0; i < kForm.size(); ++i)
    if (kForm[i] == '0' ? !is_digit(text[i]) : text[i] != kForm[i]) return std::nullopt;
  auto number = [text](size_t at, size_t length) {
    int value = 0;
    for (size_t i = at; i < at + length; ++i) value = value * 10 + (text[i] - '0');
    return value;
  };
  const CivilTime day{number(0, 4), number(5, 2), number(8, 2), 0, 0, 0, 0};
  if (day.month < 1 || day.month > 12 || day.day < 1 || day.day > 31) return std::nullopt;
  return TimeZone().to_utc(day);
}

bool is_heading(std::string_view column) { return std::ranges::none_of(column, is_digit); }

}  // namespace

Result<FraudList> FraudList::read(std::string_view text, Time oldest) {
  FraudList list;
  for (uint64_t number = 1; !text.empty(); ++number) {
    const size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, std::min(end, text.find('#')));
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::string_view first = take_column(line);
    if (first.empty() || (number == 1 && is_heading(first))) continue;
    auto prefix = digits_of(first);
    if (!prefix) return fail(ErrorKind::input, text::say("fraud.list.bad", {{"line", number}, {"value", std::string(first)}}));
    std::optional<Time> day;
    while (!line.empty() && !day) day = day_of(take_column(line));
    if (day && *day < oldest) {
      ++list.too_old;
      continue;
    }
    if (list.prefixes.size() >= kEntriesMax)
      return fail(ErrorKind::input, text::say("fraud.list.long", {{"line", number}, {"most", uint64_t{kEntriesMax}}}));
    list.prefixes.push_back(std::move(*prefix));
  }
  std::ranges::sort(list.prefixes);
  list.prefixes.erase(std::unique(list.prefixes.begin(), list.prefixes.end()), list.prefixes.end());
  return list;
}

}  // namespace denwaban::knowledge
