// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/cdr/values.h"

#include <algorithm>

#include "parse/log/words.h"

namespace denwaban::parse {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool are_digits(std::string_view text) { return !text.empty() && std::ranges::all_of(text, is_digit); }

struct DispositionWord {
  std::string_view word, number;  // AST_CDR_… in include/asterisk/cdr.h
  Disposition means;
};
constexpr DispositionWord kDispositions[] = {
    {"ANSWERED", "8", Disposition::answered},
    {"NO ANSWER", "1", Disposition::no_answer},
    {"BUSY", "4", Disposition::busy},
    {"FAILED", "2", Disposition::failed},
    {"CONGESTION", "16", Disposition::congestion},
    {"NOANSWER", "0", Disposition::no_answer},
    {"UNKNOWN", "UNKNOWN", Disposition::unknown},
};

}  // namespace

// "2024-11-", "21 20:03", ":56": eight bytes at a time. Without its zeros and separators each byte that was a
// digit is at most 9, the others 0; what is more sets its upper bit when the rest up to 128 is added.
bool read_cdr_moment(std::string_view text, CivilTime& moment) {
  constexpr size_t kLength = std::string_view("0000-00-00 00:00:00").size();
  if (text.size() < kLength) return false;
  const uint64_t date = load8(text.data()) ^ load8("0000-00-");
  uint64_t clock = load8(text.data() + 8) ^ load8("00 00:00");
  const uint64_t second = load8(text.data() + kLength - 8) ^ load8("00:00:00");
  constexpr uint64_t kBetween = uint64_t{' ' ^ 'T'} << 16;  // ISO 8601 has a T there
  if ((clock & uint64_t{0xff} << 16) == kBetween) clock ^= kBetween;
  const uint64_t wrong = (date | (date + 0x7f76767f76767676)) | (clock | (clock + 0x76767f76767f7676)) |
                         (second | (second + 0x76767f76767f7676));
  if ((wrong & 0x8080808080808080) != 0) return false;
  if (text.size() > kLength && text[kLength] != '.') return false;
  // Each byte ten times itself and the one behind it.
  const uint64_t dates = date * 10 + (date >> 8), clocks = clock * 10 + (clock >> 8),
                 seconds = second * 10 + (second >> 8);
  auto number = [](uint64_t pairs, int byte) { return static_cast<int>(pairs >> 8 * byte & 0xff); };
  moment.year = number(dates, 0) * 100 + number(dates, 2);
  moment.month = number(dates, 5);
  moment.day = number(clocks, 0);
  moment.hour = number(clocks, 3);
  moment.minute = number(clocks, 6);
  moment.second = number(seconds, 6);
  moment.millisecond = 0;
  return moment.year >= 1970 && moment.month >= 1 && moment.month <= 12 && moment.day >= 1 && moment.day <= 31 &&
         moment.hour <= 23 && moment.minute <= 59 && moment.second <= 60;
}

std::optional<int64_t> read_cdr_seconds(std::string_view text) {
  constexpr int64_t kMost = 10LL * 366 * 86400;
  int64_t seconds = 0;
  size_t digits = 0;
  for (; digits < text.size() && is_digit(text[digits]) && seconds <= kMost; ++digits) seconds = seconds * 10 + (text[digits] - '0');
  if (digits == 0 || seconds > kMost) return std::nullopt;
  const bool whole = digits == text.size();
  if (!whole && (text[digits] != '.' || !are_digits(text.substr(digits + 1)))) return std::nullopt;
  return seconds;
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
  std::string_view seconds =
      text.substr(dash == text.npos ? 0 : dash + 1, point - (dash == text.npos ? 0 : dash + 1));
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
