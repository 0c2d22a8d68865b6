// SPDX-License-Identifier: GPL-3.0-or-later
// Is an emergency service called? Asked before anything else; a doubt is decided for the emergency.
#pragma once

#include <string_view>

#include "knowledge/dialled_number.h"

namespace denwaban::knowledge {

// `dialled`, `sent`: without separators. The numbers of this country, 112 and 911 count wherever they stand alone: behind an
// outside prefix, a code that hides the caller, the national prefix, the country and area code that a trunk wants.
// Those of other countries (at least three digits) count only where the trunk was not sent a longer number: a
// visitor's habit, unless the exchange says that it is something else.
bool is_emergency(const DiallingHabits& habits, std::string_view dialled, std::string_view sent);

}  // namespace denwaban::knowledge
