// SPDX-License-Identifier: GPL-3.0-or-later
// master.db of cdr_sqlite3_custom (cdr/cdr_sqlite3_custom.c), or any other file of SQLite. It may have been made by
// anybody: its schema is not trusted, and what takes too long is ended.
#include <sqlite3.h>

#include <chrono>

#include "sources/records/record_database.h"

namespace denwaban::sources {
namespace {

using Clock = std::chrono::steady_clock;
constexpr int kBusyMs = 2'000;        // Asterisk writes for moments only
constexpr int kStepsBetween = 10'000;  // of SQLite's machine, between two looks at the clock

struct CloseConnection {
  void operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }
};
struct EndStatement {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Connection = std::unique_ptr<sqlite3, CloseConnection>;
using Statement = std::unique_ptr<sqlite3_stmt, EndStatement>;

struct Trouble {
  int code;
  ErrorKind kind;
  const char* id;
};
constexpr Trouble kTroubles[] = {
    {SQLITE_CANTOPEN, ErrorKind::not_found, "file.unopened"}, {SQLITE_PERM, ErrorKind::permission, "file.unopened"},
    {SQLITE_AUTH, ErrorKind::permission, "file.unopened"},    {SQLITE_NOTADB, ErrorKind::input, "file.damaged"},
    {SQLITE_CORRUPT, ErrorKind::input, "file.damaged"},       {SQLITE_BUSY, ErrorKind::unavailable, "file.busy"},
    {SQLITE_LOCKED, ErrorKind::unavailable, "file.busy"},     {SQLITE_INTERRUPT, ErrorKind::unavailable, "too_slow"},
};

class SqliteRecords final : public RecordDatabase {
 public:
  SqliteRecords(Connection connection, const pbx::RecordPlace& place, const RecordLimits& limits)
      : connection_(std::move(connection)), place_(place), limit_(limits.answer) {
    sqlite3* raw = connection_.get();
    sqlite3_busy_timeout(raw, kBusyMs);
    sqlite3_extended_result_codes(raw, 0);
    sqlite3_db_config(raw, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(raw, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(raw, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
    sqlite3_limit(raw, SQLITE_LIMIT_LENGTH, 16 << 20);
    sqlite3_progress_handler(raw, kStepsBetween, &SqliteRecords::is_late, this);
  }

  Result<std::vector<std::string>> columns(const std::string& question) override {
    auto statement = prepare(question);
    if (!statement) return tl::unexpected(statement.error());
    std::vector<std::string> names;
    for (int i = 0; i < sqlite3_column_count(statement->get()); ++i)
      names.emplace_back(sqlite3_column_name(statement->get(), i));
    return names;
  }

  Status ask(const std::string& question, const TakeRow& take) override {
    auto statement = prepare(question);
    if (!statement) return tl::unexpected(statement.error());
    sqlite3_stmt* raw = statement->get();
    std::vector<std::string_view> row(static_cast<size_t>(sqlite3_column_count(raw)));
    int code = sqlite3_step(raw);
    for (; code == SQLITE_ROW; code = sqlite3_step(raw)) {
      for (size_t i = 0; i < row.size(); ++i) {
        auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(raw, static_cast<int>(i)));
        row[i] = bytes ? std::string_view(bytes, static_cast<size_t>(sqlite3_column_bytes(raw, static_cast<int>(i)))) : "";
      }
      take(row);
    }
    return code == SQLITE_DONE ? Status() : trouble(code);
  }

  Result<std::vector<std::string>> tables() override {
    std::vector<std::string> names;
    auto take = [&](Row row) { names.emplace_back(row[0]); };
    Status asked = ask("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name <> 'cdr', name LIMIT 200", take);
    return asked ? Result<std::vector<std::string>>(std::move(names)) : tl::unexpected(asked.error());
  }

  std::string quoted(std::string_view identifier) const override { return between('"', identifier); }
  std::string text_of(const std::string& column) const override {
    return "substr(CAST(" + column + " AS TEXT), 1, " + std::to_string(kValueMax) + ")";
  }
  std::string later(const std::string& moment, const std::string& seconds) const override {
    return "datetime(" + moment + ", CAST(" + seconds + " AS INTEGER) || ' seconds')";
  }
  std::string row_number() const override { return "rowid"; }

 private:
  static int is_late(void* self) { return Clock::now() > static_cast<SqliteRecords*>(self)->deadline_; }

  Result<Statement> prepare(const std::string& question) {
    deadline_ = Clock::now() + limit_;
    sqlite3_stmt* raw = nullptr;
    int code = sqlite3_prepare_v2(connection_.get(), question.data(), static_cast<int>(question.size()), &raw, nullptr);
    Statement statement(raw);
    if (code != SQLITE_OK) return trouble(code);
    return statement;
  }

  tl::unexpected<Error> trouble(int code) const {
    std::string words = sqlite3_errmsg(connection_.get());
    for (const Trouble& one : kTroubles)
      if (one.code == (code & 0xff)) return record_error(one.kind, one.id, place_, words);
    bool missing = words.find("no such") != words.npos;
    return record_error(missing ? ErrorKind::not_found : ErrorKind::io, missing ? "no_table" : "file.unread", place_, words);
  }

  Connection connection_;
  pbx::RecordPlace place_;
  Milliseconds limit_;
  Clock::time_point deadline_ = Clock::time_point::max();
};

}  // namespace

Result<std::unique_ptr<RecordDatabase>> open_sqlite_records(const pbx::RecordPlace& place, const RecordLimits& limits) {
  sqlite3* raw = nullptr;
  int code = sqlite3_open_v2(place.path.c_str(), &raw, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nullptr);
  Connection connection(raw);
  if (code != SQLITE_OK) return record_error(ErrorKind::not_found, "file.unopened", place, sqlite3_errstr(code));
  return std::make_unique<SqliteRecords>(std::move(connection), place, limits);
}

}  // namespace denwaban::sources
