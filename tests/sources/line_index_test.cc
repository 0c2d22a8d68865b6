// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/line_index.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace denwaban::sources {
namespace {

TEST(CountLineBreaks, CountsEachOnceWhateverTheLength) {
  for (size_t size = 0; size < 300; ++size) EXPECT_EQ(count_line_breaks(std::string(size, '\n')), size);
  EXPECT_EQ(count_line_breaks(std::string(100'000, '\n')), 100'000u);
  EXPECT_EQ(count_line_breaks(std::string(100'000, '\v')), 0u);
}

TEST(LineIndex, TellsTheLastMarkThatIsNotBehindAPlace) {
  LineIndex index;
  EXPECT_TRUE(index.empty());
  EXPECT_EQ(index.mark_before(7).offset, 0u);
  index.add({0, 0});
  index.add({100, 3});
  index.add({250, 9});
  EXPECT_FALSE(index.empty());
  EXPECT_EQ(index.mark_before(0).line_breaks, 0u);
  EXPECT_EQ(index.mark_before(99).offset, 0u);
  EXPECT_EQ(index.mark_before(100).line_breaks, 3u);
  EXPECT_EQ(index.mark_before(249).offset, 100u);
  EXPECT_EQ(index.mark_before(1'000'000).line_breaks, 9u);
}

TEST(LineIndex, LeavesMarksOutRatherThanGrow) {
  for (size_t marks_max : {size_t{0}, size_t{7}, size_t{8}, size_t{50}}) {
    LineIndex index(marks_max);
    for (uint64_t i = 0; i < 1000; ++i) index.add({i * 100, i});
    size_t longest = 4 * 1000 / std::max<size_t>(marks_max, 2);
    for (uint64_t offset = 0; offset < 100'000; offset += 77) {
      auto mark = index.mark_before(offset);
      ASSERT_EQ(mark.offset, mark.line_breaks * 100);
      ASSERT_LE(mark.offset, offset);
      ASSERT_LT(offset - mark.offset, longest * 100);
    }
  }
}

}  // namespace
}  // namespace denwaban::sources
