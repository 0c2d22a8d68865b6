// SPDX-License-Identifier: GPL-3.0-or-later
// Files of which Asterisk takes nothing, since 12, where it does not know one option in them: it goes on with its defaults
// (main/config_options.c, process_category; main/cdr.c; main/features_config.c).
#pragma once

#include <string_view>

#include "audit/estate.h"

namespace denwaban::audit {

// The first such option in cdr.conf or features.conf; null: none, or another file.
const parse::ConfigVariable* refused_option(const Estate& estate, std::string_view file);

}  // namespace denwaban::audit
