// SPDX-License-Identifier: GPL-3.0-or-later
// DWB-TP: ways from outside to a trunk, as findings.
#include "audit/catalogue.h"

namespace denwaban::audit {

std::span<const Rule> toll_path_rules() { return {}; }

}  // namespace denwaban::audit
