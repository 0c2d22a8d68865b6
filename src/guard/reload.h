// SPDX-License-Identifier: GPL-3.0-or-later
// What a reload of the settings cannot change.
#pragma once

#include <string_view>
#include <vector>

#include "settings/settings.h"

namespace denwaban::guard {

// Some settings are read once, at the start: files and sockets are open, rights are given up. Puts the
// running values of these into `fresh`, so that nothing speaks of settings that do not run, and names those
// that differed.
std::vector<std::string_view> keep_until_restart(const settings::Settings& running,
                                                 settings::Settings& fresh);

}  // namespace denwaban::guard
