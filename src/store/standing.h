// SPDX-License-Identifier: GPL-3.0-or-later
// What of a ledger still matters. Pure.
#pragma once

#include <cstddef>
#include <vector>

#include "model/decision.h"

namespace denwaban::store {

// For each item of `decisions` (in the order they were made), whether a compacted ledger keeps it:
//   - for each target and port the latest ban or shed, and the unban that followed it, if any;
//   - for each target the latest allow or disallow;
//   - for each account, and each trunk and class of destinations, the latest lock and what took it away.
// What was over more than `retention` before the latest decision goes too (nothing can depend on it: policy's
// memory of repeated offenders is shorter), and so do `notify` and `none`, which the database remembers. The
// latest is sought among those that are not ahead of `now`: a clock that once ran ahead must not end every
// ban. Decisions of a dry run never held.
std::vector<bool> still_matters(const std::vector<Decision>& decisions, Seconds retention, Time now);

}  // namespace denwaban::store
