// SPDX-License-Identifier: GPL-3.0-or-later
#include "detect/lookup.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace denwaban::detect {
namespace {

TEST(FindWord, FindsTheFirstFromAPlaceOn) {
  for (uint32_t size = 0; size < 40; ++size) {
    std::vector<uint32_t> words(size);
    for (uint32_t i = 0; i < size; ++i) words[i] = i % 13 * 0x10001;  // the lower half tells nothing apart
    for (size_t begin = 0; begin <= size; ++begin) {
      for (uint32_t word = 0; word < 14; ++word) {
        auto found = std::find(words.begin() + static_cast<std::ptrdiff_t>(begin), words.end(), word * 0x10001);
        EXPECT_EQ(find_word(words, word * 0x10001, begin), static_cast<size_t>(found - words.begin()));
      }
    }
  }
}

}  // namespace
}  // namespace denwaban::detect
