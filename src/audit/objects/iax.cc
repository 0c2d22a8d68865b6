// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/objects/iax.h"

namespace denwaban::audit {

Iax read_iax(const Sources&) { return {}; }

}  // namespace denwaban::audit
