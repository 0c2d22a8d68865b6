// SPDX-License-Identifier: GPL-3.0-or-later
// Safe edits: one line that closes something and opens nothing.
#pragma once

#include <string>

#include "audit/object.h"
#include "model/config_finding.h"

namespace denwaban::audit {

// Writes `value` where the option stands. Nothing where it is a template's or a [general]'s: others depend on
// those lines.
void rewrite_line(ConfigFinding& finding, const Option& option, const std::string& value);

// A new line below the object's header; nothing where there is no header.
void insert_line(ConfigFinding& finding, const Object& object, const std::string& text);

// The one or the other.
void set_option(ConfigFinding& finding, const Object& object, const Option& option, const std::string& value);

}  // namespace denwaban::audit
