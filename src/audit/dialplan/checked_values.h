// SPDX-License-Identifier: GPL-3.0-or-later
// Variables that a line has compared with an anchored pattern before the call goes on: GotoIf($["${N}" : "^[0-9]+$"]?good)
// lets nothing but digits come to `good`, where the line before it lets nobody through.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "audit/dialplan/values_from_outside.h"
#include "parse/dialplan/dialplan.h"

namespace denwaban::audit {

// What holds nothing harmful where the condition is true: a pattern from ^ to $ without a character that divides
// devices or arguments or that a shell obeys. As it is written: "${N}", "${CALLERID(num)}". Empty: none.
std::string checked_reference(std::string_view condition);

// Walks along with the lines of one extension.
class CheckedValues {
 public:
  explicit CheckedValues(const parse::Extension& extension);
  // Before a line is looked at: what was checked on the only way to it is forgotten.
  void before(const parse::Priority& line, OutsideVariables& variables);
  // After it: a check that sends the others away holds for the lines behind it.
  void after(const parse::Priority& line, OutsideVariables& variables);

 private:
  std::map<std::string, int, std::less<>> jumps_;  // to labels of the extension
  std::map<std::string, std::string, std::less<>> checked_;  // label: variable
  bool falls_through_ = true;                                 // the line before goes on to this one
};

}  // namespace denwaban::audit
