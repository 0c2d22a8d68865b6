// SPDX-License-Identifier: GPL-3.0-or-later
// DWB-AMI: the manager interface.
#include "audit/catalogue.h"

namespace denwaban::audit {

std::span<const Rule> manager_rules() { return {}; }

}  // namespace denwaban::audit
