// SPDX-License-Identifier: GPL-3.0-or-later
// What has to be dialled for a trunk to be sent a number of some kind, also where the dialplan writes a code in front of it.
#pragma once

#include <string>
#include <vector>

#include "audit/paths/number_set.h"

namespace denwaban::audit {

// The dialled numbers which `edit` makes one of `wanted`, or such a one behind a code that chooses a card or a carrier: of
// `018${EXTEN:1}` under `_8X.`, 01 is for the gateway, and the network gets what was dialled.
NumberSet dialled_for(const Edit& edit, NumberSet wanted, NumberSets& sets);

// The dialled numbers abroad of which `edit` takes just the prefix off, as many carriers want them: `${EXTEN:1}` under `_+X.`.
NumberSet without_prefix(const Edit& edit, NumberSet abroad, const std::vector<std::string>& prefixes, NumberSets& sets);

}  // namespace denwaban::audit
