// SPDX-License-Identifier: GPL-3.0-or-later
// Regular expressions in conditions: which of the dialled numbers they let through.
#pragma once

#include <string>

#include "audit/paths/values.h"

namespace denwaban::audit {

struct Match {
  Value value;                 // what is given back
  std::optional<Truth> truth;  // where the value does not tell it
};

// `text : pattern` and `text =~ pattern`.
Match matched(const Value& text, const Value& pattern, const std::string& operation, NumberSets& sets);
// ${REGEX("pattern" text)}: 1 or 0.
Value regex_function(const Value& arguments, const Scope& scope, std::string written);

// A truth as a text: what asks for dialled numbers only keeps which they are. `is_number`: the text is 1 or 0.
Value text_of(const Truth& truth, std::string written, bool is_number);
// `${…} = 1` of such a text; nothing: it is another one.
std::optional<Truth> asked_again(const Value& left, const Value& right, bool equal);

}  // namespace denwaban::audit
