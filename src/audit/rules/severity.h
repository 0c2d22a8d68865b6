// SPDX-License-Identifier: GPL-3.0-or-later
// How reach raises and lowers the severity of a hole.
#pragma once

#include <string>

#include "audit/reach.h"
#include "model/finding.h"

namespace denwaban::audit {

// A way in without a password: critical where it leads to a trunk, high where somebody can be rung, else
// medium.
Severity severity_of_open_door(Reach reach);

// "a trunk can be dialled with international numbers": for the sentences' argument `reach`.
std::string reach_words(Reach reach);

}  // namespace denwaban::audit
