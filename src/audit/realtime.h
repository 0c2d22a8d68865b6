// SPDX-License-Identifier: GPL-3.0-or-later
// What extconfig.conf keeps in a database (main/config.c, find_engine; pbx/pbx_realtime.c).
#pragma once

#include <string_view>

#include "audit/sources.h"
#include "parse/dialplan/dialplan.h"

namespace denwaban::audit {

// Whether it maps that family, "sippeers" or "sip.conf", or has parts that are not at hand and may.
bool is_mapped(const Sources& sources, std::string_view family);

// switch => Realtime/[context@][family]: the family is `extensions` where none is named; one that is not mapped answers nothing.
bool answers_nothing(const Sources& sources, const parse::ContextSwitch& line);

}  // namespace denwaban::audit
