// SPDX-License-Identifier: GPL-3.0-or-later
// Conditions on how long a dialled number is: `$[${LEN(${EXTEN})} > 4]`.
#pragma once

#include <optional>
#include <string_view>

#include "audit/paths/values.h"

namespace denwaban::audit {

std::optional<int> whole_number(const Value& value);
// Nothing: neither side is a length, or the other is no number.
std::optional<Truth> length_compared(const Value& left, const Value& right, std::string_view operation, NumberSets& sets);

}  // namespace denwaban::audit
