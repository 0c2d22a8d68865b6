// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/cdr/values.h"

#include <algorithm>
#include <charconv>

namespace denwaban::parse {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool are_digits(std::string_view text) { return !text.empty() && std::ranges::all_of(text, is_digit); }

// The number in `length` digits from `at`; -1: they are none.
int number_at(std::string_view text, size_t at, size_t length) {
  int number = 0;
  for (size_t i = at; i < at + length; ++i) {
    if (!is_digit(text[i])) return -1;
    number = number * 10 + (text[i] - '0');
  }
  return number;
}

struct DispositionWord {
  std::string_view word, number;  // AST_CDR_… in include/asterisk/cdr.h
  Disposition means;
};
constexpr DispositionWord kDispositions[] = {
    {"ANSWERED", "8", Disposition::answered},       {"NO ANSWER", "1", Disposition::no_answer},
    {"BUSY", "4", Disposition::busy},               {"FAILED", "2", Disposition::failed},
    {"CONGESTION", "16", Disposition::congestion},  {"NOANSWER", "0", Disposition::no_answer},
    {"UNKNOWN", "UNKNOWN", Disposition::unknown},
};

}  // namespace

std::optional<CivilTime> read_cdr_moment(std::string_view text) {
  constexpr std::string_view kForm = "0000-00-00 00:00:00";
  if (text.size() < kForm.size()) return std::nullopt;
  for (size_t i = 0; i < kForm.size(); ++i) {
    bool separator = kForm[i] != '0';
    if (separator ? text[i] != kForm[i] && !(i == 10 && text[i] == 'T') : !is_digit(text[i])) return std::nullopt;
  }
  if (text.size() > kForm.size() && text[kForm.size()] != '.') return std::nullopt;
  CivilTime civil{number_at(text, 0, 4),  number_at(text, 5, 2),  number_at(text, 8, 2),
                  number_at(text, 11, 2), number_at(text, 14, 2), number_at(text, 17, 2), 0};
  bool sane = civil.year >= 1970 && civil.month >= 1 && civil.month <= 12 && civil.day >= 1 && civil.day <= 31 &&
              civil.hour <= 23 && civil.minute <= 59 && civil.second <= 60;
  return sane ? std::optional(civil) : std::nullopt;
}

std::optional<int64_t> read_cdr_seconds(std::string_view text) {
  constexpr int64_t kMost = 10LL * 366 * 86400;
  if (size_t point = text.find('.'); point != text.npos) {
    if (!are_digits(text.substr(point + 1))) return std::nullopt;
    text = text.substr(0, point);
  }
  int64_t seconds = 0;
  if (!are_digits(text)) return std::nullopt;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  return error == std::errc() && seconds <= kMost ? std::optional(seconds) : std::nullopt;
}

std::optional<Disposition> read_disposition(std::string_view text) {
  for (const DispositionWord& one : kDispositions)
    if (text == one.word || text == one.number) return one.means;
  return std::nullopt;
}

bool is_unique_id(std::string_view text) {
  size_t point = text.rfind('.');
  if (point == text.npos || !are_digits(text.substr(point + 1))) return false;
  size_t dash = text.rfind('-', point);
  std::string_view seconds = text.substr(dash == text.npos ? 0 : dash + 1, point - (dash == text.npos ? 0 : dash + 1));
  return are_digits(seconds) && seconds.size() >= 9;
}

std::string unquoted(std::string_view column) {
  std::string text;
  text.reserve(column.size());
  for (size_t i = 0; i < column.size(); ++i) {
    text += column[i];
    if (column[i] == '"' && i + 1 < column.size() && column[i + 1] == '"') ++i;
  }
  return text;
}

}  // namespace denwaban::parse
