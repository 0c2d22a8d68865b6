// SPDX-License-Identifier: GPL-3.0-or-later
// What the guard cannot see, as this exchange is configured, and the setting that would open its eyes.
#pragma once

#include <string>
#include <vector>

#include "pbx/exchange.h"

namespace denwaban::guard {

// One sentence each. `sees_packets`: a capture shows what logs hide; `hears_hep`: what was encrypted is told,
// too. Pure.
std::vector<std::string> blind_spots(const pbx::Exchange& exchange, bool sees_packets, bool hears_hep);

}  // namespace denwaban::guard
