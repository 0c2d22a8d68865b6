// SPDX-License-Identifier: GPL-3.0-or-later
// DWB-DP: the dialplan.
#include "audit/catalogue.h"

namespace denwaban::audit {

std::span<const Rule> dialplan_rules() { return {}; }

}  // namespace denwaban::audit
