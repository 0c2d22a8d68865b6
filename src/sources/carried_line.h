// SPDX-License-Identifier: GPL-3.0-or-later
// A record that syslog or the journal carries becomes one line of text, whatever it holds. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace denwaban::sources {

// Asterisk cuts what it hands to syslog at 8,191 bytes (BUFSIZ, main/logger.c): of what is longer nobody
// knows how it ended, and a sender chooses where it ends. Such a record is no evidence.
constexpr size_t kCarriedMax = 8'000;

// Takes the line break off that a message ends with, and the NUL that some senders add.
std::string_view without_end(std::string_view record);

// Appends the text, its line breaks and NULs written as rsyslog writes them (#012, #015, #000), so that no
// record becomes two lines, and one line break.
void append_record(std::string_view text, std::string& out);

}  // namespace denwaban::sources
