// SPDX-License-Identifier: GPL-3.0-or-later
// DWB-AST, MOD, LOG, RTP, CDR: the system as a whole.
#include "audit/catalogue.h"

namespace denwaban::audit {

std::span<const Rule> system_rules() { return {}; }

}  // namespace denwaban::audit
