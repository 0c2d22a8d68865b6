// SPDX-License-Identifier: GPL-3.0-or-later
// Which log a rotated file belongs to, by its path.
#pragma once

#include <string>
#include <string_view>

namespace denwaban::sources {

// The path without what rotation and packing add at its end: ".gz", ".xz", ".zst", ".1", "-20260105", ".2026-01-05",
// ".20260105-120000": "/var/log/asterisk/full.2.gz" and "/var/log/asterisk/full-20260105" are "/var/log/asterisk/full".
std::string log_name(std::string_view path);

}  // namespace denwaban::sources
