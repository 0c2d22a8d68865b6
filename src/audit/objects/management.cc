// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/objects/management.h"

namespace denwaban::audit {

Management read_management(const Sources&) { return {}; }

}  // namespace denwaban::audit
