// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/records/record_table.h"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <charconv>
#include <chrono>

#include "base/hash.h"
#include "sources/records/record_columns.h"

namespace denwaban::sources {
namespace {

using parse::CdrField;
constexpr size_t kLimitMax = 160'000;  // rows of one second that are read at once
constexpr size_t kSeenMax = 500'000;
constexpr auto kBetweenTries = 250;    // milliseconds

// A server that comes back tells nobody.
void wait_a_little() { (void)::poll(nullptr, 0, kBetweenTries); }

Time end_of(const parse::CdrRow& row, Time began) {
  return began + std::min<Milliseconds>(Seconds(std::max(row.duration, row.billed)), RecordTable::kLongestCall);
}

}  // namespace

void RecordTable::go_on_from(const RecordPosition& position) {
  position_ = position;
  asked_ = true;  // what comes now is what came since
}

Status RecordTable::connect() {
  auto opened = RecordDatabase::open(place_, options_.limits);
  if (!opened) return tl::unexpected(opened.error());
  database_ = std::move(*opened);
  if (Status understood = layout_ ? Status() : understand(); !understood) {
    database_.reset();
    return understood;
  }
  connected_once_ = true;
  return {};
}

Status RecordTable::understand() {
  auto columns = find_record_columns(*database_, place_);
  if (!columns) return tl::unexpected(columns.error());
  layout_ = columns->layout;
  table_ = columns->table;
  columns_ = std::move(columns->quoted);
  start_ = columns_[*layout_->column(CdrField::start)];
  auto lasted = layout_->column(CdrField::duration);
  lasted_ = columns_[lasted ? *lasted : *layout_->column(CdrField::billed)];
  return {};
}

std::string RecordTable::select(const std::string& condition) const {
  std::string question = "SELECT ";
  std::string number = database_->row_number();
  question += number.empty() ? "0" : number;
  for (const std::string& column : columns_) question += ", " + database_->text_of(column);
  return question + " FROM " + table_ + " WHERE " + condition;
}

std::string RecordTable::page_question() {
  std::string number = database_->row_number();
  if (!number.empty())
    return fmt::format("{} ORDER BY {} LIMIT {}", select(fmt::format("{} > {}", number, position_.row)), number, limit_);
  std::string condition = fmt::format("{} >= '{}'", start_, clock_face(from_));
  if (ended_from_) {
    if (!knows_ends_)  // columns of text have no moments to reckon with
      knows_ends_ = database_->ask(fmt::format("SELECT 1 FROM {} WHERE {} >= '2000-01-01 00:00:00' LIMIT 1", table_,
                                               database_->later(start_, lasted_)), [](auto) {}).has_value();
    if (*knows_ends_) condition += fmt::format(" AND {} >= '{}'", database_->later(start_, lasted_), clock_face(*ended_from_));
  }
  return fmt::format("{} ORDER BY {} LIMIT {}", select(condition), start_, limit_);
}

void RecordTable::keep(RecordDatabase::Row row) {
  int64_t number = 0;
  std::from_chars(row[0].data(), row[0].data() + row[0].size(), number);
  numbers_.push_back(number);
  for (std::string_view value : row.subspan(1)) {
    page_ += value;
    ends_.push_back(static_cast<uint32_t>(page_.size()));
  }
  ++page_rows_;
}

Status RecordTable::fetch_once() {
  if (!database_)
    if (Status connected = connect(); !connected) return connected;
  page_.clear();
  ends_.clear();
  numbers_.clear();
  row_ = page_rows_ = 0;
  latest_began_ = {};
  return database_->ask(page_question(), [&](RecordDatabase::Row row) { keep(row); });
}

Status RecordTable::fetch() {
  auto deadline = std::chrono::steady_clock::now() + options_.patience;
  for (;; wait_a_little()) {
    Status fetched = fetch_once();
    if (fetched) break;
    page_rows_ = 0;
    database_.reset();
    bool may_help = fetched.error().kind == ErrorKind::unavailable && connected_once_;
    if (!may_help || std::chrono::steady_clock::now() >= deadline) return fetched;
  }
  last_page_ = page_rows_ < limit_;
  return {};
}

// The row as a record; false: it is none, or was seen.
bool RecordTable::take_row() {
  size_t columns = columns_.size(), first = row_ * columns;
  size_t begin = first == 0 ? 0 : ends_[first - 1], from = begin;
  values_.columns = columns;
  for (size_t i = 0; i < columns; ++i) {
    values_.column[i] = std::string_view(page_).substr(from, ends_[first + i] - from);
    from = ends_[first + i];
  }
  for (CdrField moment : {CdrField::start, CdrField::answer, CdrField::end})  // without fractions and zones
    if (auto at = layout_->column(moment)) values_.column[*at] = values_.column[*at].substr(0, 19);
  uint64_t key = hash(HashSeed{}, std::string_view(page_).substr(begin, from - begin));
  int64_t number = numbers_[row_++];
  auto record = parse::read_cdr(values_, *layout_);
  bool numbered = number != 0;
  if (numbered) position_.row = number;
  Time began = record ? TimeZone().to_utc(record->start) : Time{};
  if (record) latest_began_ = std::max(latest_began_, began);
  if (!numbered && record && !seen_.emplace(key, std::pair(began, end_of(*record, began))).second) return false;
  ++rows_;
  bytes_ += from - begin;
  if (!record) ++unrecognised_;
  if (!record) return false;
  record_ = *record;
  reference_ = numbered ? static_cast<uint64_t>(number) : record_reference(began, key);
  position_.began = std::max(position_.began, believable(began));
  position_.ended = std::max(position_.ended, believable(end_of(*record, began)));
  return true;
}

// A clock that ran ahead must not hide what comes after it was set right.
Time RecordTable::believable(Time face) const {
  auto now = std::chrono::time_point_cast<Milliseconds>(std::chrono::system_clock::now());
  return std::min(face, TimeZone().to_utc(options_.zone.to_civil(now)));
}

void RecordTable::begin_pass() {
  limit_ = options_.page_rows;
  last_page_ = false;
  if (!asked_) return;
  from_ = position_.began - kLongestCall;
  ended_from_ = position_.ended - kWrittenLate;
  if (database_ && !database_->row_number().empty()) database_.reset();  // the file may be another by now
  forget_old();
}

void RecordTable::forget_old() {
  std::erase_if(seen_, [&](const auto& one) {
    return one.second.first < from_ || (ended_from_ && one.second.second < *ended_from_);
  });
  if (seen_.size() > kSeenMax) seen_.clear();
}

// On to where the next page begins. False: there was the last one.
bool RecordTable::turn_page() {
  if (last_page_) return false;
  if (!database_ || !database_->row_number().empty()) return true;
  if (latest_began_ == Time{}) return false;  // a page of what is no moment: it stands behind all that are
  Time second = std::chrono::floor<Seconds>(latest_began_);
  if (second > from_) {
    from_ = second;
    limit_ = options_.page_rows;
  } else if (limit_ < kLimitMax) {
    limit_ *= 2;  // more calls began in this second than a page holds
  } else {
    from_ += Seconds(1);
  }
  if (!ended_from_) forget_old();
  return true;
}

Result<bool> RecordTable::next() {
  if (page_rows_ == 0 && limit_ == 0) begin_pass();
  for (;;) {
    while (row_ < page_rows_)
      if (take_row()) return true;
    bool more = page_rows_ == 0 ? !last_page_ : turn_page();
    if (!more) {
      asked_ = true;
      limit_ = page_rows_ = row_ = 0;
      return false;
    }
    if (Status fetched = fetch(); !fetched) return tl::unexpected(fetched.error());
  }
}

Result<std::vector<std::string>> read_record_evidence(const pbx::RecordPlace& place, std::span<const EvidenceRef> refs) {
  constexpr size_t kAtOnce = 100;
  RecordTable table(place, {});
  if (Status connected = table.connect(); !connected) return tl::unexpected(connected.error());
  std::string number = table.database_->row_number();
  std::unordered_map<uint64_t, std::string> lines;
  for (size_t begin = 0; begin < refs.size(); begin += kAtOnce) {
    std::string condition;
    for (const EvidenceRef& ref : refs.subspan(begin, std::min(kAtOnce, refs.size() - begin)))
      condition += (condition.empty() ? "" : " OR ") + reference_condition(ref.offset, number, table.start_);
    Status asked = table.database_->ask(table.select(condition), [&](RecordDatabase::Row row) {
      auto [reference, line] = line_of_row(row, *table.layout_, !number.empty());
      lines.emplace(reference, std::move(line));
    });
    if (!asked) return tl::unexpected(asked.error());
  }
  std::vector<std::string> texts;
  for (const EvidenceRef& ref : refs) texts.push_back(lines[ref.offset]);
  return texts;
}

}  // namespace denwaban::sources
