// SPDX-License-Identifier: GPL-3.0-or-later
// The checks of DWB-AST, MOD, LOG, RTP and CDR, which system.cc lists.
#pragma once

#include "audit/rule.h"

namespace denwaban::audit::system {

// core.cc
void runs_as_root(Check& check);
void live_dangerously(Check& check);
void runs_includes(Check& check);
void no_limits(Check& check);
void control_socket(Check& check);
void hides_itself(Check& check);

// modules.cc
void unused_network_modules(Check& check);
void missing_modules(Check& check);
void call_files(Check& check);
void no_macro(Check& check);

// records.cc
void no_security_log(Check& check);
void no_notices(Check& check);
void console_only(Check& check);
void chatter(Check& check);
void unusual_dates(Check& check);
void no_call_records(Check& check);
void unanswered_calls(Check& check);
void records_may_be_lost(Check& check);

// media.cc
void media_of_anybody(Check& check);
void wide_range(Check& check);
void media_details(Check& check);

// A section of a file as an object; category null where it is not there.
Object section_of(Check& check, std::string_view file, const char* section);

}  // namespace denwaban::audit::system
