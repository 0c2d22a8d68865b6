// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/hash.h"

#include <gtest/gtest.h>

namespace denwaban {
namespace {

TEST(Hash, OfShortTextIsTheSameAsOfAnyText) {
  const std::string text = "1003@pbx-example";
  for (size_t begin = 0; begin < 4; ++begin) {
    for (size_t size = 0; size <= 12; ++size) {
      std::string_view part = std::string_view(text).substr(begin, size);
      EXPECT_EQ(hash(HashSeed{42}, part), hash_long(HashSeed{42}, part)) << part;
    }
  }
}

TEST(Hash, HearsOfEachByteAndOfTheLength) {
  const HashSeed seed{42};
  for (size_t size = 1; size <= 12; ++size) {
    const std::string text(size, 'a');
    for (size_t at = 0; at < size; ++at) {
      std::string other = text;
      other[at] = 'b';
      EXPECT_NE(hash(seed, std::string_view(text)), hash(seed, std::string_view(other))) << other;
    }
    EXPECT_NE(hash(seed, std::string_view(text)), hash(seed, std::string_view(text + '\0')));
  }
}

}  // namespace
}  // namespace denwaban
