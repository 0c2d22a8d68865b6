// SPDX-License-Identifier: GPL-3.0-or-later
// Settings and facts become what the fraud detectors take.
#pragma once

#include "base/result.h"
#include "fraud/options.h"
#include "pbx/exchange.h"
#include "policy/fraud_policy.h"
#include "settings/settings.h"

namespace denwaban::engine {

// How numbers are dialled here.
knowledge::DiallingHabits habits_of(const settings::NumberingSettings& numbering);

// Reads the rate deck and the lists of fraud numbers; `now` decides how old an entry is. Errors: one of them cannot be
// read, or is none.
Result<fraud::Options> fraud_options(const settings::Settings& settings, const pbx::Exchange& exchange, Time now);

// What follows from findings. `dry_run`: nothing is carried out.
policy::FraudOptions fraud_policy_options(const settings::Settings& settings, bool dry_run);

}  // namespace denwaban::engine
