// SPDX-License-Identifier: GPL-3.0-or-later
// What syslog daemons, journalctl and the raw socket put before Asterisk's text:
//   <133>Nov 21 20:06:04 asterisk[24167]:                          RFC 3164, as sent to /dev/log
//   Nov 21 20:06:04 pbx asterisk[24167]:                           rsyslog's traditional files, journalctl
//   2026-11-21T20:06:04.863123+00:00 pbx asterisk[24167]:          rsyslog's default, journalctl -o short-iso
//   <133>1 2026-11-21T20:06:04.863Z pbx asterisk 24167 - -         RFC 5424
#pragma once

#include <string_view>

#include "parse/log/date.h"

namespace denwaban::parse {

// Takes it off the front, blank behind it included. False, and nothing taken, when the line has no such
// prefix or another program than Asterisk wrote it.
bool take_syslog_prefix(std::string_view& line, DateText& date);

}  // namespace denwaban::parse
