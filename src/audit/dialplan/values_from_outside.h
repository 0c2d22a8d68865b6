// SPDX-License-Identifier: GPL-3.0-or-later
// Which parts of a line's text a caller, a telephone or another machine decides, and whether something on the way keeps what
// could do harm out of them: FILTER, a function that answers a number or yes/no, a slice of a few characters.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "audit/dialplan/arguments.h"

namespace denwaban::audit {

enum class Outside : uint8_t {
  dialled,    // EXTEN and what is made of it: harmful only where a pattern lets any character in
  caller_id,  // CALLERID(…), CALLERIDNUM …
  header,     // SIP_HEADER, PJSIP_HEADER, SIPCALLID, MESSAGE, SIPDOMAIN …
  database,   // DB, ODBC_…, REALTIME, MYSQL
  web,        // CURL
  program,    // what AGI, SHELL … answered
  digits,     // Read: digits, * and # only
};

struct Inflow {
  Outside from = Outside::dialled;
  std::string text;  // "${EXTEN:1}", as written where it flows in
  bool cleaned = false;
  size_t begin = 0;  // in the text
};

// Variables of one extension whose value came from outside, as its lines set them one after the other.
class OutsideVariables {
 public:
  // Takes in what this line sets: Set, Read, DISA's and AGI's nothing.
  void line(std::string_view app, std::string_view arguments);
  // What a variable holds from the start: an argument of a subroutine.
  void take(const std::string& variable, const std::set<Outside>& kinds);
  const std::set<Outside>* find(std::string_view variable) const;

 private:
  void set(std::string_view assignment);
  std::map<std::string, std::set<Outside>, std::less<>> variables_;
};

// All that flows into `text`; the inner parts of functions that answer nothing of their argument (DB's key, LEN …) do not.
std::vector<Inflow> inflows(std::string_view text, const OutsideVariables& variables = {});

// Those that are not cleaned, of these kinds.
bool has_inflow(const std::vector<Inflow>& all, std::initializer_list<Outside> kinds);

std::string_view outside_name(Outside from);  // "dialled", for the sentences' keys

}  // namespace denwaban::audit
