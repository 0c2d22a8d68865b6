// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/schema/rows.h"

namespace denwaban::settings {

std::span<const Key> cdr_keys() {
  static constexpr Key kKeys[] = {
      {.name = "cdr.databases",
       .meaning = "Tables of call records, one address each: \"sqlite:/var/log/asterisk/master.db\", "
                  "\"mysql://user@host/asteriskcdrdb\", \"postgresql://user@host/database/table\". Behind a ?, joined by &: "
                  "secret_file=PATH (its first line is the password, mode 0600), socket=PATH, certificate=PATH (speak TLS), "
                  "table=NAME. `denwaban replay cdr:` reads them.",
       .reason = "Empty: those that Asterisk's own configuration shows (cdr_*.conf, res_odbc.conf with odbc.ini, FreePBX's "
                 "freepbx.conf), with the passwords that stand there.",
       .slot = [](Settings& s) -> Slot { return &s.cdr.databases; },
       .bounds = {0, 32},
       .shape = Shape::record_place},
      {.name = "cdr.poll",
       .meaning = "How often call records are read while no manager interface tells of calls: files from where the last reading "
                  "ended, databases by what came since. 0s: not at all.",
       .reason = "A theft is found so long after its first call has ended. Reading costs a database one question by the index of "
                 "calldate, or SQLite one by the number of the row.",
       .slot = [](Settings& s) -> Slot { return &s.cdr.poll; },
       .bounds = {0, 3600}},
  };
  return kKeys;
}

}  // namespace denwaban::settings
