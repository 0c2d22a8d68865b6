// SPDX-License-Identifier: GPL-3.0-or-later
// One cause, one finding: what a template or one line does to a hundred devices is told once, with the others counted.
#pragma once

#include <vector>

#include "model/config_finding.h"

namespace denwaban::report {

// Findings of one rule and severity that one line causes, or that the same absence or habit causes all over a file, become the
// first of them, which has the others as its twins. The order stays.
std::vector<ConfigFinding> group_by_cause(std::vector<ConfigFinding> findings);

}  // namespace denwaban::report
