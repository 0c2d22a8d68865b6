// SPDX-License-Identifier: GPL-3.0-or-later
// Settings and facts become what the fraud detectors take.
#pragma once

#include "base/result.h"
#include "fraud/options.h"
#include "pbx/exchange.h"
#include "settings/settings.h"

namespace denwaban::engine {

// Reads the rate deck. Errors: it cannot be read, or is none.
Result<fraud::Options> fraud_options(const settings::Settings& settings, const pbx::Exchange& exchange);

}  // namespace denwaban::engine
