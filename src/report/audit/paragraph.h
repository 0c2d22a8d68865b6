// SPDX-License-Identifier: GPL-3.0-or-later
// Running text broken at blanks.
#pragma once

#include <string>
#include <string_view>

namespace denwaban::report {

// Every line begins with `indent` and ends with a line break; a word that is longer than a line stays whole.
std::string paragraph_text(std::string_view words, std::string_view indent, size_t width);

}  // namespace denwaban::report
