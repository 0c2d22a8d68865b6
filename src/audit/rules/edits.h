// SPDX-License-Identifier: GPL-3.0-or-later
// Changes of one line that a rule proposes.
#pragma once

#include <optional>
#include <string>

#include "audit/object.h"

namespace denwaban::audit {

// `line` instead of the line that decides now, or as the first line of the object's section where nothing is
// written there or a template says it. nullopt: the section is nowhere.
std::optional<SafeEdit> edit_of(const Object& object, const Option& option, std::string line);

}  // namespace denwaban::audit
