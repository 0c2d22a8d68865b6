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
  dialled_freely,  // the same where such a pattern took it, in another extension
  caller_id,  // CALLERID(…), CALLERIDNUM …
  header,     // SIP_HEADER, PJSIP_HEADER, IAXVAR, SIPCALLID, MESSAGE, SIPDOMAIN …
  database,   // DB, ODBC_…, REALTIME, MYSQL
  web,        // CURL, ENUM, DUNDi
  digits,     // Read: digits, * and # only
};

struct Inflow {
  Outside from = Outside::dialled;
  std::string text;  // "${EXTEN:1}", as written where it flows in
  bool cleaned = false;
  size_t begin = 0;  // in the text
  int origin = -1;   // the line that handed it on from another extension; -1: none
};

// Kinds, and the line (an index that whoever follows them knows) that handed each on from another extension; -1: none.
using Inflowing = std::map<Outside, int>;

// Variables whose value came from outside, as lines set them one after the other.
class OutsideVariables {
 public:
  // Takes in what this line sets: Set, Read, Return, DISA's and AGI's nothing.
  void line(std::string_view app, std::string_view arguments);
  // What a variable may hold, too. True: that is new. At most 1,000 variables.
  bool take(std::string_view variable, const Inflowing& kinds);
  const Inflowing* find(std::string_view variable) const;
  void forget(std::string_view variable);
  // Whether lines of this extension wrote the caller's number or name themselves: "CALLERID(num)".
  bool is_overwritten(std::string_view part) const { return overwritten_.count(part) > 0; }
  // At a label, where the call may come from before that.
  void may_come_from_elsewhere() { overwritten_.clear(); }
  const std::map<std::string, Inflowing, std::less<>>& all() const { return variables_; }

 private:
  void set(std::string_view assignment, bool conditional);
  void assign(std::string_view variable, Inflowing kinds, bool conditional);
  void overwrite(std::string_view function, bool harmless);
  std::map<std::string, Inflowing, std::less<>> variables_;
  std::set<std::string, std::less<>> overwritten_;  // parts of the caller ID
};

// All that flows into `text`; the inner parts of functions that answer nothing of their argument (DB's key, LEN …) do not.
std::vector<Inflow> inflows(std::string_view text, const OutsideVariables& variables = {});

// Those that are not cleaned, of these kinds.
bool has_inflow(const std::vector<Inflow>& all, std::initializer_list<Outside> kinds);

}  // namespace denwaban::audit
