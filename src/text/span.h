// SPDX-License-Identifier: GPL-3.0-or-later
// Spans and moments in words.
#pragma once

#include <string>

#include "base/time.h"
#include "text/language.h"

namespace denwaban::text {

// In one unit, rounded, the largest of which there are two or exactly one: "45 seconds", "90 minutes", "1
// day".
std::string span_text(Seconds span, Language language = Language::en);

// "3 minutes ago", "in 4 hours", "now".
std::string relative_text(Time time, Time now, Language language = Language::en);

}  // namespace denwaban::text
