// SPDX-License-Identifier: GPL-3.0-or-later
// Secrets that are kept in files of their own.
#pragma once

#include <string>

#include "base/result.h"

namespace denwaban::net {

// The first line of a file that nobody but its owner may read, who must be root or us. Errors: not_found;
// permission (others may read it, or we may not); input (no file, empty, longer than 512 bytes). No error
// holds any of it.
Result<std::string> read_secret(const std::string& path);

}  // namespace denwaban::net
