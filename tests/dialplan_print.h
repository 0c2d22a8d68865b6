// SPDX-License-Identifier: GPL-3.0-or-later
// A dialplan as Asterisk's own `dialplan show` prints it (main/pbx.c, show_dialplan_helper), so that the two
// can be compared byte by byte.
#pragma once

#include <string>
#include <string_view>

#include "parse/dialplan/dialplan.h"

namespace denwaban::test {

// "dialplan show"
std::string show_dialplan(const parse::Dialplan& plan);
// "dialplan show NUMBER@CONTEXT"; all that match, whatever their priority.
std::string show_number(const parse::Dialplan& plan, const std::string& number, const std::string& context);
// "dialplan show globals"
std::string show_globals(const parse::Dialplan& plan);

}  // namespace denwaban::test
