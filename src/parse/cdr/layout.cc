// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/cdr/layout.h"

#include <algorithm>

#include "parse/cdr/values.h"

namespace denwaban::parse {
namespace {

constexpr size_t at(CdrField field) { return static_cast<size_t>(field); }

struct Name {
  std::string_view name;
  CdrField field;
};
constexpr Name kNames[] = {
    {"accountcode", CdrField::account_code},
    {"src", CdrField::source},
    {"dst", CdrField::destination},
    {"dcontext", CdrField::context},
    {"clid", CdrField::caller_id},
    {"channel", CdrField::channel},
    {"dstchannel", CdrField::destination_channel},
    {"lastapp", CdrField::application},
    {"lastdata", CdrField::data},
    {"start", CdrField::start},
    {"calldate", CdrField::start},
    {"answer", CdrField::answer},
    {"end", CdrField::end},
    {"duration", CdrField::duration},
    {"billsec", CdrField::billed},
    {"disposition", CdrField::disposition},
    {"amaflags", CdrField::ama_flags},
    {"uniqueid", CdrField::unique_id},
    {"userfield", CdrField::user_field},
    {"peeraccount", CdrField::peer_account},
    {"linkedid", CdrField::linked_id},
    {"sequence", CdrField::sequence},
};

bool same_word(std::string_view a, std::string_view b) {
  auto low = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::ranges::equal(a, b, {}, low, low);
}

// start, answer (or nothing), end, two numbers, a disposition: no other columns look like these.
bool times_begin_at(std::span<const std::string_view> columns, size_t i) {
  if (i + 5 >= columns.size()) return false;
  auto moment = [&](size_t n) { return read_cdr_moment(columns[n]).has_value(); };
  return moment(i) && (columns[i + 1].empty() || moment(i + 1)) &&
         (columns[i + 2].empty() || moment(i + 2)) && read_cdr_seconds(columns[i + 3]) &&
         read_cdr_seconds(columns[i + 4]) && read_disposition(columns[i + 5]).has_value();
}

}  // namespace

std::optional<CdrField> cdr_field_named(std::string_view name) {
  for (const Name& one : kNames)
    if (same_word(one.name, name)) return one.field;
  return std::nullopt;
}

CdrLayout::CdrLayout() { column_.fill(-1); }

void CdrLayout::place(CdrField field, size_t column) {
  if (column < kColumnsMax && column_[at(field)] < 0) column_[at(field)] = static_cast<int8_t>(column);
}

void CdrLayout::place_run(CdrField first, CdrField last, size_t column) {
  for (size_t field = at(first); field <= at(last); ++field) place(static_cast<CdrField>(field), column++);
}

bool CdrLayout::tells_calls() const {
  // The sample of cdr_sqlite3_custom.conf leaves the number out: it is in what Dial was told.
  bool number = column(CdrField::destination) || (column(CdrField::data) && column(CdrField::destination_channel));
  return number && column(CdrField::start) && (column(CdrField::billed) || column(CdrField::duration));
}

// Behind amaflags: uniqueid and userfield, each if it is wanted, then the three newer columns, if they are.
void CdrLayout::place_tail(std::span<const std::string_view> tail, size_t column) {
  auto is_linked = [](std::string_view text) { return text.empty() || is_unique_id(text); };
  bool newer = tail.size() >= 3 && read_cdr_seconds(tail.back()) && is_linked(tail[tail.size() - 2]);
  size_t older = tail.size() - (newer ? 3 : 0);
  if (newer) place_run(CdrField::peer_account, CdrField::sequence, column + older);
  if (older == 0) return;
  bool unique = older >= 2 || is_unique_id(tail[0]);
  place(unique ? CdrField::unique_id : CdrField::user_field, column);
  if (older >= 2) place(CdrField::user_field, column + 1);
}

std::optional<CdrLayout> CdrLayout::of_row(std::span<const std::string_view> columns) {
  constexpr size_t kStart = at(CdrField::start), kAma = at(CdrField::ama_flags);
  if (columns.size() > kColumnsMax) return std::nullopt;
  CdrLayout layout;
  layout.columns_ = columns.size();
  if (columns.size() > kAma && times_begin_at(columns, kStart)) {
    layout.place_run(CdrField::account_code, CdrField::ama_flags, 0);
    layout.place_tail(columns.subspan(kAma + 1), kAma + 1);
    return layout;
  }
  // The sample of cdr_custom.conf: clid, src, dst, dcontext, … amaflags, accountcode, uniqueid, userfield,
  // sequence.
  if (columns.size() < kAma || !times_begin_at(columns, kStart - 1)) return std::nullopt;
  layout.place(CdrField::caller_id, 0);
  layout.place_run(CdrField::source, CdrField::context, 1);
  layout.place_run(CdrField::channel, CdrField::ama_flags, 4);
  constexpr CdrField kBehind[] = {CdrField::account_code, CdrField::unique_id, CdrField::user_field,
                                  CdrField::sequence};
  for (size_t i = kAma; i < columns.size() && i - kAma < std::size(kBehind); ++i)
    layout.place(kBehind[i - kAma], i);
  return layout;
}

std::optional<CdrLayout> CdrLayout::of_header(std::span<const std::string_view> columns) {
  if (columns.size() > kColumnsMax) return std::nullopt;
  CdrLayout layout;
  layout.columns_ = columns.size();
  for (size_t i = 0; i < columns.size(); ++i)
    if (auto field = cdr_field_named(columns[i])) layout.place(*field, i);
  return layout.tells_calls() ? std::optional(layout) : std::nullopt;
}

std::optional<CdrLayout> CdrLayout::of_mapping(std::string_view mapping) {
  constexpr std::string_view kCall = "CDR(";
  CdrLayout layout;
  int depth = 0;
  size_t column = 0;
  for (size_t i = 0; i < mapping.size() && column < kColumnsMax; ++i) {
    char c = mapping[i];
    depth += c == '(' || c == '{' ? 1 : c == ')' || c == '}' ? -1 : 0;
    if (c == ',' && depth <= 0) ++column;
    if (!mapping.substr(i).starts_with(kCall)) continue;
    std::string_view name = mapping.substr(i + kCall.size());
    if (auto field = cdr_field_named(name.substr(0, name.find_first_of(",)")))) layout.place(*field, column);
  }
  layout.columns_ = column + 1;
  return layout.tells_calls() ? std::optional(layout) : std::nullopt;
}

}  // namespace denwaban::parse
