// SPDX-License-Identifier: GPL-3.0-or-later
// How bad a way to a trunk is: what `toll-paths --fail-on` compares and reports colour.
#pragma once

#include "model/finding.h"
#include "model/toll_path.h"

namespace denwaban::audit {

// Calls that cost most (international, premium) weigh one step more than national ones; whoever has the
// account's own password may call, and emergency numbers must be reachable.
Severity severity_of(const TollPath& path);

}  // namespace denwaban::audit
