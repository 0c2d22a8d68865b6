// SPDX-License-Identifier: GPL-3.0-or-later
// The guard's own log, on standard error: for people at a terminal with times, for the journal with levels.
#pragma once

#include <string_view>

namespace denwaban::guard {

void start_log(std::string_view level);
void log_info(std::string_view sentence);
void log_warning(std::string_view sentence);
void log_error(std::string_view sentence);

}  // namespace denwaban::guard
