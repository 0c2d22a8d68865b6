// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/cdr/rows.h"

#include <algorithm>

namespace denwaban::parse {
namespace {

constexpr size_t kNone = std::string_view::npos;

void give_up(std::string_view bytes, bool last, CsvRow& row) {
  size_t end = bytes.find('\n');
  row.broken = true;
  row.columns = 0;
  row.length = end != kNone ? end + 1 : last || bytes.size() >= kCsvRowMax ? bytes.size() : 0;
}

// The quote that closes what begins at `at`; doubled ones are part of it.
size_t closing_quote(std::string_view bytes, size_t at) {
  for (;;) {
    at = bytes.find('"', at);
    if (at == kNone || at + 1 >= bytes.size() || bytes[at + 1] != '"') return at;
    at += 2;
  }
}

bool ends_column(char c) { return c == ',' || c == '\n' || c == '\r'; }

struct Cut {
  std::string_view column;
  size_t end = 0;  // of the separator's place; kNone: not among the bytes
  bool sound = true;
};

Cut cut_column(std::string_view bytes, size_t at) {
  if (at < bytes.size() && bytes[at] == '"') {
    size_t close = closing_quote(bytes, at + 1);
    if (close == kNone) return {{}, kNone, true};
    bool sound = close + 1 == bytes.size() || ends_column(bytes[close + 1]);
    return {bytes.substr(at + 1, close - at - 1), close + 1, sound};
  }
  size_t end = at;
  while (end < bytes.size() && !ends_column(bytes[end])) ++end;
  return {bytes.substr(at, end - at), end, true};
}

void read_moment(std::string_view text, std::optional<CivilTime>& moment) {
  if (!read_cdr_moment(text, moment.emplace())) moment.reset();
}

}  // namespace

void read_csv_row(std::string_view bytes, bool last, CsvRow& row) {
  row.columns = row.length = 0;
  row.broken = false;
  bool whole = bytes.size() <= kCsvRowMax && last;
  bytes = bytes.substr(0, kCsvRowMax);
  for (size_t at = 0;;) {
    Cut cut = cut_column(bytes, at);
    bool open = cut.end == kNone || (cut.end == bytes.size() && !whole);
    if (open && !whole && bytes.size() < kCsvRowMax) {
      row.columns = 0;  // wait for more
      return;
    }
    if (open || !cut.sound || row.columns == row.column.size()) return give_up(bytes, last, row);
    row.column[row.columns++] = cut.column;
    at = cut.end;
    if (at < bytes.size() && bytes[at] == ',') {
      ++at;
      continue;
    }
    if (at < bytes.size() && bytes[at] == '\r') ++at;
    if (at == bytes.size() && !whole) {  // a line feed may follow
      row.columns = 0;
      return;
    }
    if (at < bytes.size() && bytes[at] != '\n') return give_up(bytes, last, row);
    row.length = std::min(at + 1, bytes.size());
    return;
  }
}

bool read_cdr(const CsvRow& row, const CdrLayout& layout, CdrRow& cdr) {
  if (row.broken || row.columns != layout.columns()) return false;
  const std::string_view* columns = row.column.data();
  for (size_t field = 0; field < kCdrFields; ++field) {
    const auto column = layout.column(static_cast<CdrField>(field));
    cdr.raw[field] = column ? columns[*column] : std::string_view();
  }
  if (!read_cdr_moment(cdr[CdrField::start], cdr.start)) return false;
  read_moment(cdr[CdrField::answer], cdr.answer);
  read_moment(cdr[CdrField::end], cdr.end);
  cdr.billed = read_cdr_seconds(cdr[CdrField::billed]).value_or(0);
  cdr.duration = read_cdr_seconds(cdr[CdrField::duration]).value_or(cdr.billed);
  cdr.disposition = read_disposition(cdr[CdrField::disposition]).value_or(Disposition::unknown);
  return true;
}

}  // namespace denwaban::parse
