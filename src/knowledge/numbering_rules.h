// SPDX-License-Identifier: GPL-3.0-or-later
// A numbering plan as an ordered list of patterns: what decides first stands first.
#pragma once

#include <vector>

#include "knowledge/numbering.h"

namespace denwaban::knowledge {

std::vector<NumberRule> rules_as_dialled(const NumberingPlan& plan);
std::vector<NumberRule> rules_without_plus(const NumberingPlan& plan);
// Without a country; the same in both forms, except that without a plus every long number may be foreign.
std::vector<NumberRule> rules_of_no_country(const NumberingPlan& plan, DialForm form);

}  // namespace denwaban::knowledge
