// SPDX-License-Identifier: GPL-3.0-or-later
// What the gate of a way makes of it.
#pragma once

#include "audit/toll_paths.h"

namespace denwaban::audit {

// `opaque`: where the way leads is not to be seen from here.
Verdict verdict_of(bool opaque, Gate gate);
// Gates that a stranger gets through, or that may stand open.
bool counts_as_reach(Gate gate);

}  // namespace denwaban::audit
