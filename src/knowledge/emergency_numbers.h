// SPDX-License-Identifier: GPL-3.0-or-later
// Is an emergency service called? Asked before anything else; a doubt is decided for the emergency.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "knowledge/dialled_number.h"

namespace denwaban::knowledge {

// `dialled`, `sent`: without separators. The numbers of this country, 112 and 911 count wherever they stand alone: behind an
// outside prefix, a code that hides the caller, the national prefix, the country and area code that a trunk wants.
// Those of other countries (at least three digits) count only where the trunk was not sent a longer number: a
// visitor's habit, unless the exchange says that it is something else.
bool is_emergency(const DiallingHabits& habits, std::string_view dialled, std::string_view sent);

// What a telephone sends when help is called from here: the country's numbers of up to four digits, 112 and 911, each
// alone and behind each outside prefix ("0" and "9" where none is known). The shortest first, each once, bounded.
constexpr size_t kNumbersForHelp = 64, kDigitsForHelp = 8;
std::vector<std::string> numbers_for_help(const DiallingHabits& habits);

}  // namespace denwaban::knowledge
