// SPDX-License-Identifier: GPL-3.0-or-later
// DWB-VM: voicemail.
#include "audit/catalogue.h"

namespace denwaban::audit {

std::span<const Rule> voicemail_rules() { return {}; }

}  // namespace denwaban::audit
