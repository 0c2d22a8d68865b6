// SPDX-License-Identifier: GPL-3.0-or-later
// The settings in force, for commands.
#pragma once

#include <optional>

#include "cli/arguments.h"
#include "settings/load.h"

namespace denwaban::cli {

// The file that --config names must be there; the default one may be missing. Complains about everything that
// is wrong.
std::optional<settings::Loaded> load_settings(const Global& global);

}  // namespace denwaban::cli
