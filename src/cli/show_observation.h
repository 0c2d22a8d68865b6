// SPDX-License-Identifier: GPL-3.0-or-later
// What `observe` shows on a terminal.
#pragma once

#include "cli/show.h"
#include "report/observation.h"

namespace denwaban::cli {

std::string show_observation(const report::Observation& observation, const Look& look);

}  // namespace denwaban::cli
