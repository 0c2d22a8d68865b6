// SPDX-License-Identifier: GPL-3.0-or-later
// The options of Dial where parts of them are known only as what was dialled: "tTG(out^${EXTEN}^1)".
#pragma once

#include <vector>

#include "audit/paths/values.h"

namespace denwaban::audit {

struct ValueOption {
  char letter = 0;
  Value argument;  // empty: none is given
};

std::vector<ValueOption> value_options(const Value& text);
bool has_option(const std::vector<ValueOption>& options, char letter);

}  // namespace denwaban::audit
