// SPDX-License-Identifier: GPL-3.0-or-later
// What is said of tables of call records in databases. Arguments: place, user, host, reason (the server's own words),
// secret_from (the file that told the password).
#include "text/catalogues.h"

namespace denwaban::text {

std::span<const Row> english_records() {
  static constexpr Row kRows[] = {
      {"records.refused",
       "{place} refuses the user[user? {user}]: check the user and the password[secret_from? of {secret_from}][reason? "
       "(it says: {reason})]"},
      {"records.forbidden",
       "{place} may not be read: grant SELECT on the table to the user[user? {user}][reason? (it says: {reason})]"},
      {"records.no_database", "{place}: there is no such database on the server: check its name[reason? (it says: {reason})]"},
      {"records.no_table",
       "{place}: there is no such table: name it behind the database, or by ?table=[reason? (it says: {reason})]"},
      {"records.no_records", "{place} holds no table of call records: name one by ?table="},
      {"records.no_columns",
       "{place} is no table of call records: it needs columns like start or calldate, dst or lastdata, and duration or billsec"},
      {"records.too_slow",
       "{place} did not answer in time: an index on the column of the calls' beginning (calldate, start) helps[reason? (it "
       "says: {reason})]"},
      {"records.lost", "the connection to {place} was lost: is the server running?[reason? (it says: {reason})]"},
      {"records.unreached",
       "{place} cannot be reached: is the server running, and listening there?[reason? (it says: {reason})]"},
      {"records.tls", "{place} cannot be trusted: check the certificate[reason? (it says: {reason})]"},
      {"records.failed", "cannot read {place}[reason?: {reason}]: look into the server's log"},
      {"records.unknown_server", "{place} is of no kind of database that is known here"},
      {"records.file.unopened", "cannot open {place}[reason?: {reason}]: check the path and its permissions"},
      {"records.file.damaged",
       "{place} is no sound file of SQLite[reason?: {reason}]: export what can be saved of it with sqlite3 .recover"},
      {"records.file.busy", "{place} is locked by another program: try again"},
      {"records.file.unread", "cannot read {place}[reason?: {reason}]: check the file with sqlite3 and PRAGMA integrity_check"},

      {"records.odbc.no_class",
       "{file}:{line}: the connection {what} does not stand in res_odbc.conf: its call records are not read"},
      {"records.odbc.no_dsn", "{file}:{line}: odbc.ini has no driver for {what}: its call records are not read"},
      {"records.odbc.driver",
       "{file}:{line}: the driver {what} is of no database that is known here: export its call records as a table with a header"},
      {"records.none",
       "neither cdr.databases nor Asterisk's configuration in {folder} names a table of call records: name one, such as "
       "mysql://user@host/asteriskcdrdb"},
      {"records.place.scheme",
       "{what} is no address of call records: write sqlite:/path/master.db, mysql://user@host/database or "
       "postgresql://user@host/database"},
      {"records.place.host", "{what} is no host: an IPv6 address stands between brackets"},
      {"records.place.port", "{what} is no port: write a number from 1 to 65535"},
      {"records.place.database", "an address of call records names a database: write mysql://user@host/asteriskcdrdb"},
      {"records.place.path", "an address of call records in SQLite names a file: write sqlite:/var/log/asterisk/master.db"},
      {"records.place.password",
       "an address of call records holds no password, which everybody on this machine could read: write it into a file of mode "
       "0600 and name that with ?secret_file=/path"},
      {"records.place.parameter",
       "{what} is not known behind the ? of an address of call records: table, socket, secret_file and certificate are"},
  };
  return kRows;
}

}  // namespace denwaban::text
