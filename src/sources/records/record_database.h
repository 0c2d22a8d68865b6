// SPDX-License-Identifier: GPL-3.0-or-later
// One connection to a database, for reading. The three kinds differ in how they connect and in a few words of SQL;
// which questions are asked is `record_table.h`'s. Every answer is held whole, so questions must be small: a server
// would hold locks against the very Asterisk that writes, as long as somebody reads on.
//
// Nothing is ever written: SQLite is opened read-only, PostgreSQL's sessions and MariaDB's transactions are read-only.
// Errors: `permission` (the password, or what this user may not read), `not_found` (no such file, database or table),
// `unavailable` (nobody answers, or the connection was lost: another try may help), `input` (it answers nonsense), `io`.
// No error holds a password. One thread.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "pbx/record_place.h"

namespace denwaban::sources {

struct RecordLimits {
  Milliseconds connect = std::chrono::seconds(10);
  Milliseconds answer = std::chrono::seconds(60);  // to one question
};

class RecordDatabase {
 public:
  static constexpr size_t kValueMax = 1'000;  // characters of a value that are asked for
  using Row = std::span<const std::string_view>;  // NULL is empty
  using TakeRow = std::function<void(Row)>;

  // Connects. The place's password must be in `secret` by now.
  static Result<std::unique_ptr<RecordDatabase>> open(const pbx::RecordPlace& place, const RecordLimits& limits);
  virtual ~RecordDatabase() = default;

  // The names of the columns of what a question answers.
  virtual Result<std::vector<std::string>> columns(const std::string& question) = 0;
  virtual Status ask(const std::string& question, const TakeRow& take) = 0;
  // Tables, where nobody said which; only SQLite's.
  virtual Result<std::vector<std::string>> tables() = 0;

  // Words of its SQL.
  virtual std::string quoted(std::string_view identifier) const = 0;
  // The column's value as text, cut at kValueMax.
  virtual std::string text_of(const std::string& quoted_column) const = 0;
  // The moment that is so many seconds behind another, as a value to be compared with a clock face.
  virtual std::string later(const std::string& quoted_moment, const std::string& quoted_seconds) const = 0;
  // A number that grows with each row that is written; empty: there is none.
  virtual std::string row_number() const { return {}; }
};

// Parts of `open`.
Result<std::unique_ptr<RecordDatabase>> open_sqlite_records(const pbx::RecordPlace& place, const RecordLimits& limits);
Result<std::unique_ptr<RecordDatabase>> open_postgresql_records(const pbx::RecordPlace& place, const RecordLimits& limits);
Result<std::unique_ptr<RecordDatabase>> open_mariadb_records(const pbx::RecordPlace& place, const RecordLimits& limits);

// A sentence of the catalogue, "records." before `id`, about a place. `reason`: the server's own words.
tl::unexpected<Error> record_error(ErrorKind kind, std::string_view id, const pbx::RecordPlace& place, std::string_view reason);

// `identifier` between quotes, with those inside it doubled.
std::string between(char quote, std::string_view identifier);

}  // namespace denwaban::sources
