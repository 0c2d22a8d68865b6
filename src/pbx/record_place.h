// SPDX-License-Identifier: GPL-3.0-or-later
// Where a table of call records stands: a file of SQLite, or a table on a server of PostgreSQL or MariaDB. As a
// person writes it, or as Asterisk's own configuration shows it (`call_records.h`).
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "pbx/exchange.h"

namespace denwaban::pbx {

enum class RecordServer : uint8_t { sqlite, postgresql, mariadb };

struct RecordPlace {
  RecordServer server = RecordServer::sqlite;
  std::string path;      // of SQLite's file
  std::string host;      // empty: this machine, by its socket
  uint16_t port = 0;     // 0: the server's usual one
  std::string socket;    // MariaDB: a path, PostgreSQL: a folder; empty: the usual one
  std::string user;      // empty: who runs us
  std::string database;
  std::string table;     // "cdr", "public.cdr"; empty: cdr, in SQLite else the first one that holds call records
  std::string certificate;  // PEM: speak TLS, and only with whom this one vouches for
  std::string secret_file;  // where the password stands …
  std::string secret;       // … or the password itself: never printed, in no error, not in `name`
  std::string secret_from;  // which file told it
  std::vector<std::pair<std::string, std::string>> aliases;  // field of the record, the column that holds it
  bool utc = false;         // usegmtime: its clock is UTC
  Where where;              // what told of it; empty: a person

  // "mysql://asterisk@db.example/asteriskcdrdb/cdr", or the path of the file.
  std::string name() const;
  // The same table, whoever asks for it.
  bool same_table(const RecordPlace& other) const;
};

// Whether somebody means a place and no file: "sqlite:", "mysql://", "mariadb://", "postgresql://", "postgres://".
bool names_record_place(std::string_view text);

// "sqlite:/var/log/asterisk/master.db?table=cdr",
// "mysql://USER@HOST:PORT/DATABASE/TABLE?socket=PATH&secret_file=PATH&certificate=PATH"; user, host, port, table
// and what follows may be left out, %XX stands for a byte. A password in it is refused: everybody on the machine
// sees arguments.
Result<RecordPlace> parse_record_place(std::string_view text);

}  // namespace denwaban::pbx
