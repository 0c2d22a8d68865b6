// SPDX-License-Identifier: GPL-3.0-or-later
// Variables that Asterisk's applications set to one of a few words: what can stand in them.
#pragma once

#include <optional>
#include <string_view>

#include "audit/paths/number_set.h"

namespace denwaban::audit {

// Also of "${RAND(200,260)}", which is a number between these two.
// "DIALSTATUS", also as it is written in a dialplan, "${DIALSTATUS}": its words, and nothing, which it is before the application
// ran. Nothing: another variable.
std::optional<NumberSet> values_of_status(std::string_view variable, NumberSets& sets);

}  // namespace denwaban::audit
