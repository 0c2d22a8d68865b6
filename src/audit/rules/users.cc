// SPDX-License-Identifier: GPL-3.0-or-later
// DWB-USR: users.conf.
#include "audit/catalogue.h"

namespace denwaban::audit {

std::span<const Rule> users_rules() { return {}; }

}  // namespace denwaban::audit
