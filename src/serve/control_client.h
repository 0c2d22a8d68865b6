// SPDX-License-Identifier: GPL-3.0-or-later
// The other end of the control door.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace denwaban::serve {

// Sends one request and waits for its whole answer (at most ten seconds): the lines before the "result" line.
// A result that is an error becomes one. Error{not_found} when no guard runs.
Result<std::vector<std::string>> ask_guard(const std::string& socket_path, std::string_view request);

// Lets the guard behind the socket read its settings and its exchange's anew, as SIGHUP does. Error{not_found} when no
// guard runs, Error{permission} when it is somebody else's.
Status reload_guard(const std::string& socket_path);

// ask_guard's reading of an answer that is at hand already.
Result<std::vector<std::string>> read_answer(std::string_view answer);

}  // namespace denwaban::serve
