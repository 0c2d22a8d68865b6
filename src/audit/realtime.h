// SPDX-License-Identifier: GPL-3.0-or-later
// What extconfig.conf keeps in a database (main/config.c, find_engine; pbx/pbx_realtime.c).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "audit/modules.h"
#include "audit/sources.h"
#include "parse/dialplan/dialplan.h"

namespace denwaban::audit {

// Whether it maps that family, "sippeers" or "sip.conf", or has parts that are not at hand and may.
bool is_mapped(const Sources& sources, std::string_view family);

// switch => Realtime/[context@][family]: the family is `extensions` where none is named; one that is not mapped answers nothing.
bool answers_nothing(const Sources& sources, const parse::ContextSwitch& line);

// The files that a database stands in for: `sip.conf => odbc,asterisk`, and the driver is loaded. Asterisk does not open them
// then (main/config.c, ast_config_internal_load), but three that no line can map.
std::vector<std::string> replaced_files(const Sources& sources, const Modules& modules);

}  // namespace denwaban::audit
