// SPDX-License-Identifier: GPL-3.0-or-later
// DWB-CFG: the files themselves.
#include "audit/catalogue.h"

namespace denwaban::audit {

std::span<const Rule> file_rules() { return {}; }

}  // namespace denwaban::audit
