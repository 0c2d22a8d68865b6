// SPDX-License-Identifier: GPL-3.0-or-later
// DWB-PJS: chan_pjsip.
#include "audit/catalogue.h"

namespace denwaban::audit {

std::span<const Rule> pjsip_rules() { return {}; }

}  // namespace denwaban::audit
