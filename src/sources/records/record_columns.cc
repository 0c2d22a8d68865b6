// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/records/record_columns.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/hash.h"
#include "base/time_zone.h"
#include "parse/cdr/values.h"

namespace denwaban::sources {
namespace {

using parse::CdrField;
constexpr unsigned kHashBits = 24;

bool same_word(std::string_view a, std::string_view b) {
  auto low = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::ranges::equal(a, b, {}, low, low);
}

// "public.cdr" is a table of a schema, in every dialect.
std::string quoted_table(const RecordDatabase& database, std::string_view name) {
  std::string out;
  for (;;) {
    size_t point = name.find('.');
    out += database.quoted(name.substr(0, point));
    if (point == name.npos) return out;
    out += '.';
    name.remove_prefix(point + 1);
  }
}

// What each column is called in a call record.
std::vector<std::string> fields_of(std::vector<std::string> names, const pbx::RecordPlace& place) {
  for (std::string& name : names) {
    auto alias = std::ranges::find_if(place.aliases, [&](const auto& one) { return same_word(one.second, name); });
    if (alias != place.aliases.end()) name = alias->first;
  }
  return names;
}

Result<RecordColumns> columns_of(RecordDatabase& database, const pbx::RecordPlace& place, const std::string& table) {
  auto names = database.columns("SELECT * FROM " + table + " LIMIT 0");
  if (!names) return tl::unexpected(names.error());
  std::vector<std::string> fields = fields_of(*names, place);
  std::vector<std::string> known, quoted;
  // A table may have more columns than a file ever has: those that mean nothing are left out before they count.
  std::vector<std::pair<CdrField, size_t>> found;
  for (size_t i = 0; i < fields.size(); ++i)
    if (auto field = parse::cdr_field_named(fields[i]))
      if (std::ranges::find(found, *field, &std::pair<CdrField, size_t>::first) == found.end()) found.emplace_back(*field, i);
  std::ranges::sort(found);
  for (const auto& [field, column] : found) {
    known.push_back(fields[column]);
    quoted.push_back(database.quoted((*names)[column]));
  }
  std::vector<std::string_view> header(known.begin(), known.end());
  auto layout = parse::CdrLayout::of_header(header);
  if (!layout) return record_error(ErrorKind::input, "no_columns", place, "");
  return RecordColumns{table, std::move(quoted), *layout};
}

Result<RecordColumns> search(RecordDatabase& database, const pbx::RecordPlace& place) {
  auto tables = database.tables();
  if (!tables) return tl::unexpected(tables.error());
  for (const std::string& name : *tables) {
    if (!place.table.empty() && !same_word(place.table, name)) continue;
    auto columns = columns_of(database, place, database.quoted(name));
    if (columns || columns.error().kind != ErrorKind::input) return columns;
  }
  if (!place.table.empty()) return record_error(ErrorKind::not_found, "no_table", place, "");
  return record_error(ErrorKind::input, "no_records", place, "");
}

}  // namespace

Result<RecordColumns> find_record_columns(RecordDatabase& database, const pbx::RecordPlace& place) {
  // Views, which a file may hold that never end, are no tables.
  if (place.server == pbx::RecordServer::sqlite) return search(database, place);
  return columns_of(database, place, quoted_table(database, place.table.empty() ? "cdr" : place.table));
}

std::string clock_face(Time time) {
  CivilTime civil = TimeZone().to_civil(std::max(time, Time{}));
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}", civil.year, civil.month, civil.day, civil.hour, civil.minute,
                     civil.second);
}

uint64_t record_reference(Time began, uint64_t hash) {
  auto seconds = static_cast<uint64_t>(std::max<int64_t>(0, to_epoch_ms(began) / 1000));
  return seconds << kHashBits | (hash & ((1u << kHashBits) - 1));
}

std::string reference_condition(uint64_t reference, const std::string& number, const std::string& start) {
  if (!number.empty()) return fmt::format("{} = {}", number, reference);
  Time second{Seconds(static_cast<int64_t>(reference >> kHashBits))};
  return fmt::format("({0} >= '{1}' AND {0} < '{2}')", start, clock_face(second), clock_face(second + Seconds(1)));
}

std::pair<uint64_t, std::string> line_of_row(RecordDatabase::Row row, const parse::CdrLayout& layout, bool numbered) {
  std::string bytes, line;
  for (std::string_view value : row.subspan(1)) {
    bytes += value;
    line += (line.empty() ? "" : ",") + between('"', value);
  }
  uint64_t reference = 0;
  std::from_chars(row[0].data(), row[0].data() + row[0].size(), reference);
  if (numbered) return {reference, std::move(line)};
  auto start = parse::read_cdr_moment(row[1 + *layout.column(CdrField::start)].substr(0, 19));
  Time began = start ? TimeZone().to_utc(*start) : Time{};
  return {record_reference(began, hash(HashSeed{}, bytes)), std::move(line)};
}

}  // namespace denwaban::sources
