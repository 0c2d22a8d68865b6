// SPDX-License-Identifier: GPL-3.0-or-later
// DWB-FPX: FreePBX's and Issabel's output.
#include "audit/catalogue.h"

namespace denwaban::audit {

std::span<const Rule> freepbx_rules() { return {}; }

}  // namespace denwaban::audit
