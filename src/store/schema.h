// SPDX-License-Identifier: GPL-3.0-or-later
// The tables of the database, as the steps that lead from each version of them to the next. A step never
// changes.
#pragma once

#include <array>

namespace denwaban::store {

// An address is a blob of 16 bytes; a prefix is 17: its first address and its length as one byte. `body` is
// the whole value (codec.h); the other columns are there to search by, and for people with the sqlite3 shell.
inline constexpr std::array<const char*, 2> kSchemaSteps = {
    R"sql(
      CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
      CREATE TABLE findings (
        id TEXT PRIMARY KEY, detector TEXT NOT NULL, severity INTEGER NOT NULL, state TEXT NOT NULL,
        subject BLOB, subject_text TEXT NOT NULL, account TEXT, count INTEGER NOT NULL,
        first_ms INTEGER NOT NULL, last_ms INTEGER NOT NULL, body BLOB NOT NULL);
      CREATE INDEX findings_by_last ON findings (last_ms);
      CREATE INDEX findings_by_first ON findings (first_ms);
      CREATE INDEX findings_by_subject ON findings (subject);
      CREATE TABLE decisions (
        id TEXT PRIMARY KEY, time_ms INTEGER NOT NULL, action TEXT NOT NULL, reason TEXT NOT NULL,
        target BLOB, target_text TEXT NOT NULL, seconds INTEGER, by TEXT NOT NULL, body BLOB NOT NULL);
      CREATE INDEX decisions_by_time ON decisions (time_ms);
      CREATE INDEX decisions_by_target ON decisions (target);
    )sql",
    R"sql(
      CREATE TABLE evidence (
        finding TEXT NOT NULL REFERENCES findings (id) ON DELETE CASCADE, number INTEGER NOT NULL,
        file TEXT NOT NULL, byte_offset INTEGER NOT NULL, line INTEGER NOT NULL, text BLOB NOT NULL,
        PRIMARY KEY (finding, number)) WITHOUT ROWID;
      CREATE TABLE participants (
        finding TEXT NOT NULL REFERENCES findings (id) ON DELETE CASCADE, address BLOB NOT NULL,
        PRIMARY KEY (finding, address)) WITHOUT ROWID;
      CREATE INDEX participants_by_address ON participants (address);
    )sql"};

}  // namespace denwaban::store
