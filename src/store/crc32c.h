// SPDX-License-Identifier: GPL-3.0-or-later
// CRC-32C (Castagnoli; RFC 3720, B.4): finds damage in what the disk gives back. No defence against an
// attacker.
#pragma once

#include <cstdint>
#include <string_view>

namespace denwaban::store {

// `so_far` continues an earlier sum.
uint32_t crc32c(std::string_view bytes, uint32_t so_far = 0);

}  // namespace denwaban::store
