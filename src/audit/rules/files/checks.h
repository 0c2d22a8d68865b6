// SPDX-License-Identifier: GPL-3.0-or-later
// The checks of DWB-CFG, which files.cc lists.
#pragma once

#include <string>
#include <string_view>

#include "audit/rule.h"

namespace denwaban::audit::files {

// text.cc: what Asterisk stumbles over
void rejected(Check& check);
void rejected_ael(Check& check);
void missing_ael_include(Check& check);
void missing_include(Check& check);
void header_slip(Check& check);
void open_comment(Check& check);
void programs(Check& check);
void encoding(Check& check);
void long_line(Check& check);
void outside(Check& check);

// options.cc: what its readers make of it
void second_general(Check& check);
void unknown_option(Check& check);
void no_boolean(Check& check);

// secrets.cc
void secret_with_more(Check& check);

// sections.cc
void dropped_section(Check& check);
void in_a_database(Check& check);
void without_effect(Check& check);
void unread_files(Check& check);
void open_to_others(Check& check);  // file modes

// Whether the module that reads a file is loaded, and no database stands in for the file.
bool is_read(Check& check, std::string_view file);

// A problem's place.
SourceLine line_of(const Sources& sources, const parse::ConfigFile& config, uint32_t file, int line);

}  // namespace denwaban::audit::files
