// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/database.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>

#include "base/hash.h"
#include "base/unique_fd.h"
#include "model/names.h"
#include "store/codec.h"
#include "store/database_connection.h"
#include "store/files.h"
#include "store/schema.h"

namespace denwaban::store {

namespace {

static_assert(kSchemaSteps.size() == Database::kSchemaVersion);
constexpr int kBusyMs = 5000;

// 0 for an empty file, -1 for somebody else's database.
int schema_version(SQLite::Database& sqlite) {
  if (!sqlite.tableExists("meta")) {
    int tables = sqlite.execAndGet("SELECT count(*) FROM sqlite_master").getInt();
    return tables == 0 ? 0 : -1;
  }
  SQLite::Statement query(sqlite, "SELECT value FROM meta WHERE name = 'schema'");
  return query.executeStep() ? query.getColumn(0).getInt() : -1;
}

Status check_version(int version, const std::string& path) {
  if (version < 0)
    return fail(ErrorKind::input,
                fmt::format("{} is a database, but not one of denwaban's: move it away", path));
  if (version > Database::kSchemaVersion)
    return fail(
        ErrorKind::unavailable,
        fmt::format("{} was written by a newer denwaban (schema {}, this one knows {}): update denwaban, "
                    "or move the file away",
                    path, version, Database::kSchemaVersion));
  return {};
}

Status migrate(SQLite::Database& sqlite, const std::string& path) {
  int version = schema_version(sqlite);
  if (Status known = check_version(version, path); !known) return known;
  for (; version < Database::kSchemaVersion; ++version) {
    SQLite::Transaction transaction(sqlite);
    sqlite.exec(kSchemaSteps[static_cast<size_t>(version)]);
    SQLite::Statement mark(sqlite, "INSERT OR REPLACE INTO meta (name, value) VALUES ('schema', ?)");
    mark.bind(1, std::to_string(version + 1));
    mark.exec();
    transaction.commit();
  }
  return {};
}

std::string subject_key(const Subject& subject) {
  if (subject.prefix) return key_of(*subject.prefix);
  if (subject.address) return key_of(IpPrefix::host(*subject.address));
  return "";
}

std::string subject_text(const Subject& subject) {
  if (subject.prefix) return subject.prefix->to_string();
  if (subject.address) return subject.address->to_string();
  return subject.account.value_or("");
}

void bind_key(SQLite::Statement& statement, int index, const std::string& key) {
  if (key.empty())
    statement.bind(index);
  else
    bind_blob(statement, index, key);
}

template <class Value>
std::string body_of(const Value& value) {
  ByteWriter body;
  encode(body, value);
  return body.take();
}

void write_finding(SQLite::Statement& upsert, const FindingRecord& record) {
  const Finding& finding = record.finding;
  upsert.reset();
  upsert.bind(1, finding.id);
  upsert.bind(2, record.told.empty() ? std::string(name_of(finding.detector)) : record.detector);
  upsert.bind(3, static_cast<int>(finding.severity));
  upsert.bind(4, std::string(name_of(finding.state)));
  bind_key(upsert, 5, subject_key(finding.subject));
  upsert.bind(6, subject_text(finding.subject));
  upsert.bind(7, finding.subject.account.value_or(""));
  upsert.bind(8, static_cast<int64_t>(finding.count));
  upsert.bind(9, static_cast<int64_t>(to_epoch_ms(finding.first)));
  upsert.bind(10, static_cast<int64_t>(to_epoch_ms(finding.last)));
  bind_blob(upsert, 11, record.told.empty() ? body_of(finding) : record.told);
  upsert.exec();
}

void write_participants(SQLite::Statement& insert, const Finding& finding) {
  for (size_t i = 0; i < std::min(finding.addresses.size(), Finding::kListMax); ++i) {
    insert.reset();
    insert.bind(1, finding.id);
    const auto& bytes = finding.addresses[i].bytes();
    insert.bind(2, static_cast<const void*>(bytes.data()), static_cast<int>(bytes.size()));
    insert.exec();
  }
}

void write_evidence(SQLite::Statement& insert, const FindingRecord& record) {
  for (size_t i = 0; i < std::min(record.evidence.size(), Finding::kEvidenceMax); ++i) {
    const EvidenceText& line = record.evidence[i];
    insert.reset();
    insert.bind(1, record.finding.id);
    insert.bind(2, static_cast<int>(i));
    insert.bind(3, line.file);
    insert.bind(4, static_cast<int64_t>(line.offset));
    insert.bind(5, static_cast<int64_t>(line.line));
    bind_blob(insert, 6, std::string_view(line.text).substr(0, EvidenceText::kTextMax));
    insert.exec();
  }
}

constexpr int64_t kTimeMaxMs = 253'402'300'799'999;  // the end of the year 9999: what is beyond is no time

// Some of the oldest findings and decisions, few enough that readers do not wait long. False: there were
// none.
bool delete_oldest(SQLite::Database& sqlite) {
  int64_t deleted = 0;
  SQLite::Transaction transaction(sqlite);
  for (auto [table, column] : {std::pair{"findings", "last_ms"}, std::pair{"decisions", "time_ms"}})
    deleted += sqlite.exec(fmt::format(
        "DELETE FROM {0} WHERE rowid IN (SELECT rowid FROM {0} ORDER BY {1} LIMIT max(1, min(1000, "
        "(SELECT count(*) FROM {0}) / 50)))",
        table, column));
  transaction.commit();
  return deleted > 0;
}

}  // namespace

FindingRecord fraud_record(const FraudFinding& fraud, std::string told) {
  FindingRecord record{{}, {}, std::move(told), std::string(name_of(fraud.detector))};
  Finding& finding = record.finding;
  finding.id = fraud.id;
  finding.severity = fraud.severity;
  finding.state = fraud.state;
  finding.count = fraud.count;
  finding.first = fraud.first;
  finding.last = fraud.last;
  if (!fraud.subject.account.empty()) finding.subject.account = fraud.subject.account;
  return record;
}

uint64_t bytes_in_use(SQLite::Database& sqlite) {
  auto number = [&](const char* pragma) { return sqlite.execAndGet(pragma).getInt64(); };
  int64_t pages = number("PRAGMA page_count") - number("PRAGMA freelist_count");
  return static_cast<uint64_t>(pages * number("PRAGMA page_size"));
}

void delete_beyond(SQLite::Database& sqlite, uint64_t bytes_max) {
  if (bytes_in_use(sqlite) <= bytes_max) return;
  // A little below the bound, so that not every batch finds it reached.
  while (bytes_in_use(sqlite) > bytes_max - bytes_max / 100 && delete_oldest(sqlite)) {
  }
}

std::string key_of(const IpPrefix& prefix) {
  const auto& bytes = prefix.address().bytes();
  std::string key(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  key.push_back(static_cast<char>(prefix.length()));
  return key;
}

tl::unexpected<Error> database_error(const SQLite::Exception& exception, const std::string& path) {
  std::string what = exception.what();
  switch (exception.getErrorCode()) {
    case SQLITE_FULL:
      return fail(ErrorKind::full, fmt::format("cannot write {}: {}: free some space", path, what));
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return fail(ErrorKind::input,
                  fmt::format("{} is damaged ({}): move it away, the guard makes it anew", path, what));
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_CANTOPEN:
      return fail(ErrorKind::permission, fmt::format("cannot open {}: {}: run as root", path, what));
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return fail(ErrorKind::unavailable, fmt::format("{} is in use by another program: try again", path));
    default:
      return fail(ErrorKind::io, fmt::format("cannot use {}: {}: check the disk", path, what));
  }
}

Database::Database(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

Result<Database> Database::open(const std::string& path) {
  // SQLite gives its side files the mode of the main one.
  UniqueFd made(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!made) return file_error(errno, "open", path);
  made.reset();
  return guarded(path, [&]() -> Result<Database> {
    std::unique_ptr<Connection> connection(
        new Connection{path, SQLite::Database(path, SQLite::OPEN_READWRITE, kBusyMs)});
    connection->sqlite.exec(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;"
        "PRAGMA journal_size_limit = 16777216; PRAGMA trusted_schema = OFF");
    if (Status migrated = migrate(connection->sqlite, path); !migrated)
      return tl::unexpected(migrated.error());
    return Database(std::move(connection));
  });
}

Result<Database> Database::open_read_only(const std::string& path) {
  if (::access(path.c_str(), R_OK) < 0) return file_error(errno, "read", path);
  return guarded(path, [&]() -> Result<Database> {
    std::unique_ptr<Connection> connection(
        new Connection{path, SQLite::Database(path, SQLite::OPEN_READONLY, kBusyMs)});
    int version = schema_version(connection->sqlite);
    if (Status known = check_version(version, path); !known) return tl::unexpected(known.error());
    if (version < kSchemaVersion)
      return fail(ErrorKind::unavailable,
                  fmt::format("{} has the older schema {}: start the guard, which brings it up to date", path,
                              version));
    return Database(std::move(connection));
  });
}

Status Database::record(std::span<const FindingRecord> findings) {
  return guarded(connection_->path, [&]() -> Status {
    SQLite::Database& sqlite = connection_->sqlite;
    SQLite::Transaction transaction(sqlite);
    SQLite::Statement upsert(
        sqlite,
        "INSERT INTO findings (id, detector, severity, state, subject, subject_text, account, count, "
        "first_ms, "
        "last_ms, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
        "detector = excluded.detector, severity = excluded.severity, state = excluded.state, "
        "subject = excluded.subject, subject_text = excluded.subject_text, account = excluded.account, "
        "count = excluded.count, first_ms = excluded.first_ms, last_ms = excluded.last_ms, body = "
        "excluded.body");
    SQLite::Statement participant(sqlite,
                                  "INSERT OR IGNORE INTO participants (finding, address) VALUES (?, ?)");
    SQLite::Statement evidence(
        sqlite,
        "INSERT OR REPLACE INTO evidence (finding, number, file, byte_offset, line, text) "
        "VALUES (?, ?, ?, ?, ?, ?)");
    for (const FindingRecord& record : findings) {
      write_finding(upsert, record);
      write_participants(participant, record.finding);
      write_evidence(evidence, record);
    }
    transaction.commit();
    delete_beyond(sqlite, kDatabaseBytesMax);
    return {};
  });
}

Status Database::record(std::span<const Decision> decisions) {
  return guarded(connection_->path, [&]() -> Status {
    SQLite::Database& sqlite = connection_->sqlite;
    SQLite::Transaction transaction(sqlite);
    SQLite::Statement insert(
        sqlite,
        "INSERT OR IGNORE INTO decisions (id, time_ms, action, reason, target, target_text, "
        "seconds, by, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (const Decision& decision : decisions) {
      std::string body = body_of(decision);
      bool has_target = decision.target != IpPrefix();
      insert.reset();
      insert.bind(1, decision.id.empty() ? stable_id(body) : decision.id);
      insert.bind(2, static_cast<int64_t>(to_epoch_ms(decision.time)));
      insert.bind(3, std::string(name_of(decision.action)));
      insert.bind(4, std::string(name_of(decision.reason)));
      bind_key(insert, 5, has_target ? key_of(decision.target) : subject_key(decision.subject));
      insert.bind(6, has_target ? decision.target.to_string() : subject_text(decision.subject));
      if (decision.span)
        insert.bind(7, static_cast<int64_t>(decision.span->count()));
      else
        insert.bind(7);
      insert.bind(8, decision.by);
      bind_blob(insert, 9, body);
      insert.exec();
    }
    transaction.commit();
    return {};
  });
}

Status Database::prune(const Retention& retention, Time now) {
  return guarded(connection_->path, [&]() -> Status {
    SQLite::Database& sqlite = connection_->sqlite;
    SQLite::Transaction transaction(sqlite);
    for (auto [table, column] : {std::pair{"findings", "last_ms"}, std::pair{"decisions", "time_ms"}}) {
      SQLite::Statement old(sqlite, fmt::format("DELETE FROM {0} WHERE {1} < ? OR {1} > ?", table, column));
      old.bind(1, static_cast<int64_t>(to_epoch_ms(now - retention.age_max)));
      old.bind(2, kTimeMaxMs);
      old.exec();
      // LIMIT is never negative here: -1 would mean all.
      SQLite::Statement many(sqlite,
                             fmt::format("DELETE FROM {0} WHERE rowid IN (SELECT rowid FROM {0} ORDER BY {1} "
                                         "LIMIT max(0, (SELECT count(*) FROM {0}) - ?))",
                                         table, column));
      many.bind(1, static_cast<int64_t>(retention.rows_max));
      many.exec();
    }
    transaction.commit();
    return {};
  });
}

Status Database::set_fact(const std::string& name, const std::string& value) {
  return guarded(connection_->path, [&]() -> Status {
    SQLite::Statement set(connection_->sqlite, "INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)");
    set.bind(1, "fact." + name);
    set.bind(2, value);
    set.exec();
    return {};
  });
}

Status Database::limit_pages(uint64_t pages) {
  return guarded(connection_->path, [&]() -> Status {
    uint64_t limit = pages == 0 ? uint64_t{1} << 30 : pages;
    (void)connection_->sqlite.execAndGet(fmt::format("PRAGMA max_page_count = {}", limit));
    return {};
  });
}

}  // namespace denwaban::store
