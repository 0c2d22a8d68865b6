// SPDX-License-Identifier: GPL-3.0-or-later
// What programs that collect or show logs put before a line that has a date of its own:
//   2026-11-21T20:03:48.863000000Z [Nov 21 …                      docker logs -t
//   2026-11-21T20:03:48.863000000Z stdout F [Nov 21 …             Kubernetes' CRI
//   2026-11-21T20:03:48Z {job="asterisk"} [Nov 21 …               logcli
//   asterisk_1  | [Nov 21 …                                       docker compose logs
//   /var/log/asterisk/messages:[Nov 21 …, messages:123:[Nov 21 …  grep -H, grep -n
#pragma once

#include <cstdint>
#include <string_view>

#include "parse/log/date.h"

namespace denwaban::parse {

struct Wrapper {
  bool has_date = false;
  bool syslog = false;  // what a syslog daemon writes stood in it and was taken, too
  bool cut = false;     // the line goes on in the next record
};

// Takes it off the front, its date into `date`. False, and nothing taken, when the line has no such wrapper.
bool take_wrapper(std::string_view& line, DateText& date, Wrapper& wrapper);

// What the line is as a record of Kubernetes', whatever its text.
enum class CriRecord : uint8_t { none, cut, whole };
CriRecord cri_record_of(std::string_view line);

}  // namespace denwaban::parse
