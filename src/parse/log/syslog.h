// SPDX-License-Identifier: GPL-3.0-or-later
// What syslog daemons, journalctl and the raw socket put before Asterisk's text:
//   <133>Nov 21 20:06:04 asterisk[24167]:                          RFC 3164, as sent to /dev/log
//   Nov 21 20:06:04 pbx asterisk[24167]:                           rsyslog's traditional files, journalctl
//   2026-11-21T20:06:04.863123+00:00 pbx asterisk[24167]:          rsyslog's default, journalctl -o short-iso
//   Sat 2026-11-21 20:06:04 CET pbx asterisk.service[24167]:       journalctl -o short-full, -o with-unit
//   Nov 21 20:06:04 pbx local0.notice asterisk[24167]:             syslogd of BSD and busybox
//   Nov 21 20:06:04 pbx 3f2a9c0d11ee[811]:                         Docker's drivers for syslog and the
//   journal <133>1 2026-11-21T20:06:04.863Z pbx asterisk 24167 - -         RFC 5424
// The tag is asterisk, one that continues that word ("asterisk-pbx1", "asterisk.service") or a container's
// id.
#pragma once

#include <string_view>

#include "parse/log/date.h"

namespace denwaban::parse {

// Takes it off the front, blank behind it included. False, and nothing taken, when the line has no such
// prefix or another program than Asterisk wrote it.
bool take_syslog_prefix(std::string_view& line, DateText& date);

// Whether a program's name, as syslog and the journal tell it, is one of Asterisk's.
bool is_asterisk(std::string_view program);

}  // namespace denwaban::parse
