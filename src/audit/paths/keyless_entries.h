// SPDX-License-Identifier: GPL-3.0-or-later
// Doors of the drivers whose protocols have no password (chan_mgcp, chan_skinny, chan_unistim), and of H.323: who sends from the
// address, or with the name, of the device is the device.
#pragma once

#include <vector>

#include "audit/paths/entries.h"

namespace denwaban::audit {

std::vector<Entry> keyless_entries(const Estate& estate, NumberSets& sets);

}  // namespace denwaban::audit
