// SPDX-License-Identifier: GPL-3.0-or-later
// Where this exchange keeps its call records, by its own configuration: cdr.conf, cdr_custom.conf,
// cdr_sqlite3_custom.conf, cdr_mysql.conf, cdr_pgsql.conf, cdr_odbc.conf, cdr_adaptive_odbc.conf with res_odbc.conf and
// odbc.ini, and FreePBX's freepbx.conf or amportal.conf. Pure but for the FileTree.
#pragma once

#include <string>
#include <vector>

#include "parse/config/file_tree.h"
#include "pbx/record_place.h"

namespace denwaban::pbx {

// A line of cdr_custom.conf: which file, and what its columns hold.
struct RecordMapping {
  std::string path;     // absolute
  std::string columns;  // `${CSV_QUOTE(${CDR(clid)})},${CDR(src)}`
  Where where;
};

// cdr_csv's part of cdr.conf.
struct RecordsCsv {
  std::string folder;  // where Master.csv and the files of accounts lie
  bool utc = false;    // usegmtime
  bool unique_id = false, user_field = false, accounts = true, newer_columns = false;
  Where where;
};

struct CallRecordsConfig {
  RecordsCsv csv;
  std::vector<RecordMapping> mappings;
  std::vector<RecordPlace> places;   // each table once, with its password where a file tells it
  std::vector<std::string> remarks;  // what could not be read or understood; no secrets
};

// `config_dir` is usually /etc/asterisk: files of ODBC and FreePBX are looked for in the folder above it. `log_dir`:
// Exchange::log_dir.
CallRecordsConfig read_call_records(parse::FileTree& files, const std::string& config_dir, const std::string& log_dir);

}  // namespace denwaban::pbx
