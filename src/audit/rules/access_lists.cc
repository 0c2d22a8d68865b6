// SPDX-License-Identifier: GPL-3.0-or-later
// DWB-ACL: named access lists.
#include "audit/catalogue.h"

namespace denwaban::audit {

std::span<const Rule> access_list_rules() { return {}; }

}  // namespace denwaban::audit
