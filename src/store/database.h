// SPDX-License-Identifier: GPL-3.0-or-later
// What answers questions: findings, decisions and the lines behind them in SQLite (WAL, synchronous NORMAL).
// It can be behind the ledger or lost: decisions are filled in again from there. Commands read it while a
// guard writes. One thread per Database; several Databases may be open on one file.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/decision.h"
#include "model/finding.h"
#include "model/fraud_finding.h"

namespace denwaban::store {

// A line behind a finding, as it stood in the log.
struct EvidenceText {
  static constexpr size_t kTextMax = 4096;
  std::string file;     // the path that was followed
  uint64_t offset = 0;  // in it, when it was read
  uint64_t line = 0;    // its number; 0: not known
  std::string text;     // any byte; cut at kTextMax
};

struct FindingRecord {
  Finding finding;
  std::vector<EvidenceText> evidence;
  // Of fraud: the record as it was told (one JSON line) under its detector's name; of `finding` only what is searched by is
  // set then.
  std::string told = {}, detector = {};
};
FindingRecord fraud_record(const FraudFinding& finding, std::string told);

struct FindingQuery {
  std::optional<Time> since = std::nullopt;  // finding.last at or after it …
  std::optional<Time> until = std::nullopt;  // … and finding.first at or before it
  // The subject lies in it or covers it, or an address that takes part lies in it.
  std::optional<IpPrefix> about = std::nullopt;
  std::optional<std::string> account = std::nullopt;  // the subject's
  std::optional<Detector> detector = std::nullopt;
  std::optional<FraudDetector> fraud_detector = std::nullopt;
  Severity severity_min = Severity::info;
  uint32_t limit = 100;
};

struct DayCount {
  std::string day;  // "2026-11-21", UTC
  uint64_t findings = 0;
  uint64_t bans = 0;
};

struct Retention {
  Seconds age_max = Seconds(400 * 86400);  // more than a year, so that "a year ago" can be answered
  uint64_t rows_max = 1'000'000;           // of findings, and of decisions: about 1 GB
};

class Database {
 public:
  static constexpr int kSchemaVersion = 2;

  // Makes the file (mode 0600) or brings an older schema up to date. Error{input} for a file that is damaged
  // or no database, Error{unavailable} for a newer schema.
  static Result<Database> open(const std::string& path);
  // For commands. Error{not_found} when there is none yet.
  static Result<Database> open_read_only(const std::string& path);

  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;
  ~Database();

  // Each call is one transaction. Error{full}, Error{input} (damaged), Error{io}.
  Status record(std::span<const FindingRecord> findings);  // by id: a later state replaces an earlier one
  Status record(std::span<const Decision> decisions);      // by id: what is there already stays
  Status prune(const Retention& retention, Time now);

  // Newest first.
  Result<std::vector<Finding>> findings(const FindingQuery& query) const;  // without those of fraud
  Result<std::vector<std::string>> finding_ids(const FindingQuery& query) const;
  Result<std::optional<FindingRecord>> finding(const std::string& id) const;
  // Decisions about the prefix, about anything in it and about networks that cover it.
  Result<std::vector<Decision>> decisions_about(const IpPrefix& prefix, uint32_t limit) const;
  Result<std::vector<Decision>> decisions(std::optional<Time> since, uint32_t limit) const;
  // The last `days` days that had any, newest first.
  Result<std::vector<DayCount>> counts_by_day(uint32_t days) const;

  // A small fact by name: "complete", … Absent is "".
  Result<std::string> fact(const std::string& name) const;
  Status set_fact(const std::string& name, const std::string& value);

  // Lets writes fail beyond so many pages of 4 KiB, as a full disk would; 0: no limit.
  Status limit_pages(uint64_t pages);

 private:
  struct Connection;
  explicit Database(std::unique_ptr<Connection> connection);
  std::unique_ptr<Connection> connection_;
};

}  // namespace denwaban::store
