// SPDX-License-Identifier: GPL-3.0-or-later
// Patterns of numbering.h as beginnings of numbers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace denwaban::knowledge {

// How many characters a pattern stands for; a set counts once, a trailing '.' too.
size_t pattern_length(std::string_view pattern);
// The characters of `text` that the pattern takes from its front; 0: it does not begin so. No '.' in the
// pattern.
size_t prefix_length(std::string_view pattern, std::string_view text);
// The longest of several; 0: none. Patterns that end with '.' are passed over.
size_t leading_pattern(const std::vector<std::string>& patterns, std::string_view text);

}  // namespace denwaban::knowledge
