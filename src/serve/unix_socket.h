// SPDX-License-Identifier: GPL-3.0-or-later
// Unix stream sockets by path, for both ends of the control door.
#pragma once

#include <string>

#include "base/result.h"
#include "base/unique_fd.h"

namespace denwaban::serve {

// Non-blocking, mode 0600. Error{unavailable} when somebody already answers at `path`.
Result<UniqueFd> listen_at(const std::string& path);
// Blocking. Error{not_found} when nobody listens, Error{permission} when we may not.
Result<UniqueFd> connect_to(const std::string& path);

}  // namespace denwaban::serve
