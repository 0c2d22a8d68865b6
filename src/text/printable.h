// SPDX-License-Identifier: GPL-3.0-or-later
// Text that attackers chose, made safe for a person's terminal. Control bytes, ESC and bytes that are not
// UTF-8 become \xNN; characters that show nothing or turn the line around (C1 controls, bidirectional marks,
// zero-width and tag characters, heaps of combining marks) become \u{NNNN}. What is left prints as itself.
// Pure and thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace denwaban::text {

// At most `width_max` columns wide; what is cut away is shown by "…".
std::string printable(std::string_view bytes, size_t width_max = 200);

// Columns that a terminal needs, for text that is printable already: East Asian wide characters take two
// (roughly UAX #11's W and F), combining marks none.
size_t display_width(std::string_view utf8);

enum class Align : uint8_t { left, right };
// Blanks up to `width` columns; wider text stays as it is.
std::string pad(std::string_view utf8, size_t width, Align align = Align::left);

// One character from the front of `bytes`, by RFC 3629: no overlong forms, no surrogates. `valid` is false
// for a byte that begins none; its length is 1 then. `bytes` must not be empty.
struct Character {
  char32_t value = 0;
  size_t length = 1;
  bool valid = false;
};
Character first_character(std::string_view bytes);

}  // namespace denwaban::text
