// SPDX-License-Identifier: GPL-3.0-or-later
// Expressions within expressions as parentheses, so that what is known of their parts is kept: `$[$[a = b] & $[c]]`.
#pragma once

#include <string>
#include <string_view>

namespace denwaban::audit {

// The text of an expression in which every `$[…]` that is an operand of its own became `(…)`. Those in quotes, within `${…}` or
// glued to other text stay as they are.
std::string with_groups(std::string_view expression);

}  // namespace denwaban::audit
