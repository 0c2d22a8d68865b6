// SPDX-License-Identifier: GPL-3.0-or-later
#include "knowledge/words.h"

namespace denwaban::knowledge {

std::vector<std::string> split_words(std::string_view text) {
  std::vector<std::string> words;
  for (std::string_view word = take_word(text); !word.empty(); word = take_word(text))
    words.emplace_back(word);
  return words;
}

}  // namespace denwaban::knowledge
