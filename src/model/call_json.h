// SPDX-License-Identifier: GPL-3.0-or-later
// A call as one JSON line: what `calls --json` and `replay --calls --json` print. As ascii-clean as
// model/json.h.
#pragma once

#include <string>

#include "model/call.h"

namespace denwaban {

// `seconds`: from the answer to the end, or to `now`; null while nobody answered. Members that are not known
// are null.
std::string call_json(const Call& call, Time now);

}  // namespace denwaban
