// SPDX-License-Identifier: GPL-3.0-or-later
// Tables of knowledge are written as words with spaces between them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace denwaban::knowledge {

// The first word of `text`, which becomes the rest; empty at the end.
constexpr std::string_view take_word(std::string_view& text) {
  const size_t begin = text.find_first_not_of(' ');
  if (begin == std::string_view::npos) {
    text = {};
    return {};
  }
  text.remove_prefix(begin);
  const std::string_view word = text.substr(0, text.find(' '));
  text.remove_prefix(word.size());
  return word;
}

std::vector<std::string> split_words(std::string_view text);

}  // namespace denwaban::knowledge
