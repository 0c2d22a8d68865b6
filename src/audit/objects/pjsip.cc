// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/objects/pjsip.h"

namespace denwaban::audit {

Pjsip read_pjsip(const Sources&) { return {}; }

}  // namespace denwaban::audit
