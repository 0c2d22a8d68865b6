// SPDX-License-Identifier: GPL-3.0-or-later
// What the guard cannot see, as this exchange is configured, and the setting that would open its eyes.
#pragma once

#include <string>
#include <vector>

#include "pbx/exchange.h"

namespace denwaban::guard {

struct Senses {
  bool packets = false;      // a capture shows what logs hide
  bool hep = false;          // what was encrypted is told, too
  bool manager = false;      // Asterisk's manager tells of logins
  bool calls = true;         // … and of calls, where it is listened to at all
  bool syslog = false;       // what Asterisk sends to syslog comes here, by the journal, a socket or a file
  bool has_journal = false;  // this machine has a journal …
  std::vector<std::string> syslog_files = {};  // … and these files, where syslog daemons write
};

// One sentence each. Pure.
std::vector<std::string> blind_spots(const pbx::Exchange& exchange, const Senses& senses);

}  // namespace denwaban::guard
