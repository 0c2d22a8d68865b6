// SPDX-License-Identifier: GPL-3.0-or-later
// A table of call records in a database, read page by page: of what was, and again and again of what came since.
//
// SQLite's rows are numbered as they are written, so a number is all that must be remembered. Tables on servers have
// the moment of a call's beginning at best, and are written to when it ends. So years are read in the order of the
// beginnings, each page from the second in which the last one ended; what came since is what began within the last day
// (kLongestCall) and ended lately. Rows that were seen are known by their hash and passed over.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/time_zone.h"
#include "model/event.h"
#include "parse/cdr/rows.h"
#include "sources/records/record_database.h"

namespace denwaban::sources {

struct RecordOptions {
  RecordLimits limits;
  // How long a connection that is lost is asked for again before `next` gives up; never the first one.
  Milliseconds patience = std::chrono::seconds(30);
  size_t page_rows = 5'000;
  TimeZone zone;  // of the table's clock: what lies in the future is a broken clock's, and does not count as read
};

// From where to go on after a restart.
struct RecordPosition {
  int64_t row = 0;           // of SQLite
  Time began{}, ended{};     // of servers: the latest seen, as if the table's clock were UTC
};

class RecordTable {
 public:
  static constexpr Milliseconds kLongestCall = std::chrono::hours(24);
  static constexpr Milliseconds kWrittenLate = std::chrono::minutes(10);  // behind the call's end (cdr.conf, batch)

  RecordTable(pbx::RecordPlace place, RecordOptions options) : place_(std::move(place)), options_(std::move(options)) {}

  // Goes to the next record. False: there is none now; another call looks whether some came since. After an error
  // another call goes on where it was.
  Result<bool> next();
  // The record that `next` went to, valid until it is called again.
  const parse::CdrRow& record() const { return record_; }
  // Under which `read_record_evidence` finds it.
  uint64_t reference() const { return reference_; }

  // Before the first `next`: only what came behind it.
  void go_on_from(const RecordPosition& position);
  const RecordPosition& position() const { return position_; }

  const pbx::RecordPlace& place() const { return place_; }
  uint64_t rows() const { return rows_; }
  uint64_t bytes() const { return bytes_; }
  uint64_t unrecognised() const { return unrecognised_; }  // rows without a beginning that can be read

 private:
  friend Result<std::vector<std::string>> read_record_evidence(const pbx::RecordPlace&, std::span<const EvidenceRef>);

  Status connect();
  Status understand();
  std::string select(const std::string& condition) const;
  std::string page_question();
  Status fetch();
  Status fetch_once();
  void keep(RecordDatabase::Row row);
  bool take_row();
  bool turn_page();
  void begin_pass();
  void forget_old();
  Time believable(Time face) const;

  pbx::RecordPlace place_;
  RecordOptions options_;
  std::unique_ptr<RecordDatabase> database_;
  bool connected_once_ = false;
  // Of the table:
  std::string table_, start_, lasted_;  // quoted
  std::vector<std::string> columns_;    // quoted, of the fields that are there, in the fields' order
  std::optional<parse::CdrLayout> layout_;
  std::optional<bool> knows_ends_;      // whether the server can compute when a call ended
  // The page:
  std::string page_;
  std::vector<uint32_t> ends_;  // of each value in it
  std::vector<int64_t> numbers_;
  size_t row_ = 0, page_rows_ = 0;
  size_t limit_ = 0;
  bool last_page_ = false, asked_ = false;
  // Where we are:
  RecordPosition position_;
  Time from_{};                                // calls that began before are done with
  std::optional<Time> ended_from_;             // … and such as ended before
  Time latest_began_{};
  std::unordered_map<uint64_t, std::pair<Time, Time>> seen_;  // beginning and end, by hash
  parse::CsvRow values_;
  parse::CdrRow record_;
  uint64_t reference_ = 0, rows_ = 0, bytes_ = 0, unrecognised_ = 0;
};

// What stands in the table under these references, in their order, as lines of Master.csv; empty: not there any more.
Result<std::vector<std::string>> read_record_evidence(const pbx::RecordPlace& place, std::span<const EvidenceRef> refs);

}  // namespace denwaban::sources
