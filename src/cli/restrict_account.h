// SPDX-License-Identifier: GPL-3.0-or-later
// `denwaban setup --restrict`: from where an account logs in is asked of the running guard, unless a person says it.
#pragma once

#include "cli/arguments.h"
#include "parse/config/file_tree.h"
#include "settings/settings.h"
#include "setup/plan.h"

namespace denwaban::cli {

Result<setup::Plan> plan_access(parse::FileTree& files, const setup::Surroundings& here,
                                const settings::Settings& settings, const Setup& command);

}  // namespace denwaban::cli
