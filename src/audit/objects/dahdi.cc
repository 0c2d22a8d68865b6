// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/objects/dahdi.h"

namespace denwaban::audit {

std::vector<DahdiChannels> read_dahdi(const Sources&) { return {}; }

}  // namespace denwaban::audit
