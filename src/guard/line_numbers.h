// SPDX-License-Identifier: GPL-3.0-or-later
// The numbers of evidence's lines. A log may have gigabytes before the line that is asked for, so whoever
// asks counts, never the guard: the guard's answer carries where each line stood, as "offset" beside "file"
// and "text".
#pragma once

#include <string>
#include <vector>

namespace denwaban::guard {

// Takes the offsets out of the records (JSON lines; those without evidence stay as they are) and puts in the
// numbers of the lines that still stand there. Each file is read once, as far as its last place.
void number_lines(std::vector<std::string>& records);

}  // namespace denwaban::guard
