// SPDX-License-Identifier: GPL-3.0-or-later
// Where lines end, found a block at a time: one call a line, as with memchr, costs as much as looking at the
// line.
#pragma once

#include <cstddef>
#include <cstdint>

namespace denwaban::parse {

// Writes the positions of line feeds in data[0, size) to `out`, ascending, at most size of them. size fits in
// 32 bits. Returns how many there are. AVX2 where the processor has it, memchr elsewhere.
size_t find_newlines(const char* data, size_t size, uint32_t* out);

// The path for processors without AVX2; public for its test.
size_t find_newlines_portable(const char* data, size_t size, uint32_t* out);

}  // namespace denwaban::parse
