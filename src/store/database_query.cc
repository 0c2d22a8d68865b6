// SPDX-License-Identifier: GPL-3.0-or-later
// Questions to the database.
#include <fmt/format.h>

#include <algorithm>

#include "model/names.h"
#include "store/codec.h"
#include "store/database_connection.h"

namespace denwaban::store {

namespace {

IpAddress last_address(const IpPrefix& prefix) {
  auto bytes = prefix.address().bytes();
  int fixed = prefix.length() + (prefix.address().is_v4() ? 96 : 0);
  for (int bit = fixed; bit < 128; ++bit)
    bytes[bit / 8] = static_cast<uint8_t>(bytes[bit / 8] | 0x80 >> bit % 8);
  return IpAddress::v6(bytes);
}

std::string bytes_of(const IpAddress& address) {
  return {reinterpret_cast<const char*>(address.bytes().data()), address.bytes().size()};
}

// A WHERE clause and what is bound to its question marks, in order.
class Where {
 public:
  void require(std::string condition) {
    text_ += (text_.empty() ? " WHERE " : " AND ") + std::move(condition);
  }
  void bind(int64_t number) { numbers_.emplace_back(++count_, number); }
  void bind_bytes(std::string bytes) { blobs_.emplace_back(++count_, std::move(bytes)); }
  void bind_text(std::string text) { texts_.emplace_back(++count_, std::move(text)); }
  const std::string& text() const { return text_; }
  void apply(SQLite::Statement& statement) const {
    for (const auto& [index, number] : numbers_) statement.bind(index, number);
    for (const auto& [index, bytes] : blobs_) bind_blob(statement, index, bytes);
    for (const auto& [index, text] : texts_) statement.bind(index, text);
  }

 private:
  std::string text_;
  int count_ = 0;
  std::vector<std::pair<int, int64_t>> numbers_;
  std::vector<std::pair<int, std::string>> blobs_;
  std::vector<std::pair<int, std::string>> texts_;
};

// The key column lies in `prefix`, or is one of the at most 129 networks that cover it: each an index lookup.
std::string related(const char* column, const IpPrefix& prefix, Where& where) {
  where.bind_bytes(key_of(IpPrefix(prefix.address(), prefix.length())).substr(0, 16) + '\0');
  where.bind_bytes(bytes_of(last_address(prefix)) + '\xff');
  std::string marks;
  for (int length = 0; length <= prefix.length(); ++length) {
    where.bind_bytes(key_of(IpPrefix(prefix.address(), length)));
    marks += length == 0 ? "?" : ", ?";
  }
  return fmt::format("{0} BETWEEN ? AND ? OR {0} IN ({1})", column, marks);
}

template <class Value>
Result<std::vector<Value>> all_of(SQLite::Database& sqlite, const std::string& sql, const Where& where,
                                  std::optional<Value> (*decode)(std::string_view)) {
  SQLite::Statement query(sqlite, sql);
  where.apply(query);
  std::vector<Value> values;
  while (query.executeStep())
    if (auto value = decode(blob_of(query.getColumn(0)))) values.push_back(std::move(*value));
  return values;
}

}  // namespace

namespace {

Where where_of(const FindingQuery& query) {
  Where where;
  where.require("severity >= ?");
  where.bind(static_cast<int64_t>(query.severity_min));
  if (query.since) {
    where.require("last_ms >= ?");
    where.bind(to_epoch_ms(*query.since));
  }
  if (query.until) {
    where.require("first_ms <= ?");
    where.bind(to_epoch_ms(*query.until));
  }
  if (query.detector || query.fraud_detector) {
    where.require("detector = ?");
    where.bind_text(std::string(query.detector ? name_of(*query.detector) : name_of(*query.fraud_detector)));
  }
  if (query.account) {
    where.require("account = ?");
    where.bind_text(*query.account);
  }
  if (query.about) {
    where.require(
        fmt::format("({} OR id IN (SELECT finding FROM participants WHERE address BETWEEN ? AND ?))",
                    related("subject", *query.about, where)));
    where.bind_bytes(bytes_of(query.about->address()));
    where.bind_bytes(bytes_of(last_address(*query.about)));
  }
  where.bind(query.limit);
  return where;
}

constexpr const char* kNewestFirst = " ORDER BY last_ms DESC, id LIMIT ?";

std::optional<std::string> as_it_is(std::string_view bytes) { return std::string(bytes); }

}  // namespace

Result<std::vector<Finding>> Database::findings(const FindingQuery& query) const {
  return guarded(connection_->path, [&]() -> Result<std::vector<Finding>> {
    Where where = where_of(query);
    return all_of<Finding>(connection_->sqlite, "SELECT body FROM findings" + where.text() + kNewestFirst, where,
                           &decode_finding);
  });
}

Result<std::vector<std::string>> Database::finding_ids(const FindingQuery& query) const {
  return guarded(connection_->path, [&]() -> Result<std::vector<std::string>> {
    Where where = where_of(query);
    return all_of<std::string>(connection_->sqlite,
                               "SELECT CAST(id AS BLOB) FROM findings" + where.text() + kNewestFirst, where, &as_it_is);
  });
}

Result<std::optional<FindingRecord>> Database::finding(const std::string& id) const {
  return guarded(connection_->path, [&]() -> Result<std::optional<FindingRecord>> {
    SQLite::Statement query(connection_->sqlite, "SELECT body FROM findings WHERE id = ?");
    query.bind(1, id);
    if (!query.executeStep()) return std::nullopt;
    std::string body = blob_of(query.getColumn(0));
    if (body.starts_with('{')) {
      FindingRecord told;
      told.finding.id = id;
      told.told = std::move(body);
      return std::optional(std::move(told));
    }
    auto finding = decode_finding(body);
    if (!finding) return std::nullopt;
    FindingRecord record{std::move(*finding), {}};
    SQLite::Statement lines(
        connection_->sqlite,
        "SELECT file, byte_offset, line, text FROM evidence WHERE finding = ? ORDER BY number");
    lines.bind(1, id);
    while (lines.executeStep())
      record.evidence.push_back(
          {lines.getColumn(0).getString(), static_cast<uint64_t>(lines.getColumn(1).getInt64()),
           static_cast<uint64_t>(lines.getColumn(2).getInt64()), blob_of(lines.getColumn(3))});
    return std::optional(std::move(record));
  });
}

Result<std::vector<Decision>> Database::decisions_about(const IpPrefix& prefix, uint32_t limit) const {
  return guarded(connection_->path, [&]() -> Result<std::vector<Decision>> {
    Where where;
    where.require(related("target", prefix, where));
    where.bind(limit);
    return all_of<Decision>(
        connection_->sqlite,
        "SELECT body FROM decisions" + where.text() + " ORDER BY time_ms DESC, rowid DESC LIMIT ?", where,
        &decode_decision);
  });
}

Result<std::vector<Decision>> Database::decisions(std::optional<Time> since, uint32_t limit) const {
  return guarded(connection_->path, [&]() -> Result<std::vector<Decision>> {
    Where where;
    where.require("time_ms >= ?");
    where.bind(since ? to_epoch_ms(*since) : INT64_MIN);
    where.bind(limit);
    return all_of<Decision>(
        connection_->sqlite,
        "SELECT body FROM decisions" + where.text() + " ORDER BY time_ms DESC, rowid DESC LIMIT ?", where,
        &decode_decision);
  });
}

Result<std::vector<DayCount>> Database::counts_by_day(uint32_t days) const {
  return guarded(connection_->path, [&]() -> Result<std::vector<DayCount>> {
    SQLite::Statement query(connection_->sqlite, R"sql(
      SELECT day, sum(found), sum(banned) FROM (
        SELECT strftime('%Y-%m-%d', first_ms / 1000, 'unixepoch') AS day, 1 AS found, 0 AS banned FROM findings
        UNION ALL
        SELECT strftime('%Y-%m-%d', time_ms / 1000, 'unixepoch'), 0, 1 FROM decisions WHERE action = 'ban')
      GROUP BY day ORDER BY day DESC LIMIT ?)sql");
    query.bind(1, days);
    std::vector<DayCount> counts;
    while (query.executeStep())
      counts.push_back({query.getColumn(0).getString(), static_cast<uint64_t>(query.getColumn(1).getInt64()),
                        static_cast<uint64_t>(query.getColumn(2).getInt64())});
    return counts;
  });
}

Result<std::string> Database::fact(const std::string& name) const {
  return guarded(connection_->path, [&]() -> Result<std::string> {
    SQLite::Statement query(connection_->sqlite, "SELECT value FROM meta WHERE name = ?");
    query.bind(1, "fact." + name);
    return query.executeStep() ? query.getColumn(0).getString() : std::string();
  });
}

}  // namespace denwaban::store
