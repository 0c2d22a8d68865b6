// SPDX-License-Identifier: GPL-3.0-or-later
// DWB-IAX: chan_iax2 and DUNDi.
#include "audit/catalogue.h"

namespace denwaban::audit {

std::span<const Rule> iax_rules() { return {}; }

}  // namespace denwaban::audit
