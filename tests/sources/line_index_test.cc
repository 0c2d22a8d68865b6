// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/line_index.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

namespace denwaban::sources {
namespace {

std::string made_of_lines(size_t size, size_t longest, unsigned seed) {
  std::minstd_rand random(seed);
  std::string text;
  while (text.size() < size) text += std::string(random() % (longest + 1), 'x') + '\n';
  return text;
}

void add(LineIndex& index, std::string_view text, uint64_t offset) {
  std::vector<uint16_t> steps;
  count_line_breaks(text, offset, steps);
  index.add(offset, text.size(), steps);
}

uint64_t line_breaks_before(std::string_view text, uint64_t offset) {
  return static_cast<uint64_t>(std::count(text.begin(), text.begin() + static_cast<ptrdiff_t>(offset), '\n'));
}

void expect_true_marks(const LineIndex& index, std::string_view text, uint64_t step) {
  for (uint64_t offset = 0; offset <= text.size(); offset += 997) {
    auto mark = index.mark_before(offset);
    ASSERT_LE(mark.offset, offset);
    ASSERT_LT(offset - mark.offset, step);
    ASSERT_EQ(mark.line_breaks, line_breaks_before(text, mark.offset)) << mark.offset;
  }
}

TEST(CountLineBreaks, CountsEachOnceWhateverTheLength) {
  for (size_t size = 0; size < 300; ++size) EXPECT_EQ(count_line_breaks(std::string(size, '\n')), size);
  EXPECT_EQ(count_line_breaks(std::string(100'000, '\n')), 100'000u);
  EXPECT_EQ(count_line_breaks(std::string(100'000, '\v')), 0u);
}

TEST(LineIndex, KnowsTheLineBreaksBeforeEachStepHoweverTheInputIsCut) {
  std::string text = made_of_lines(300'000, 200, 1);
  for (size_t piece : {size_t{1000}, size_t{4096}, size_t{10'001}, text.size()}) {
    LineIndex index;
    EXPECT_TRUE(index.empty());
    for (size_t at = 0; at < text.size(); at += piece)
      add(index, std::string_view(text).substr(at, piece), at);
    EXPECT_FALSE(index.empty());
    expect_true_marks(index, text, LineIndex::kStep);
  }
}

TEST(LineIndex, MakesItsStepsLongerRatherThanGrow) {
  std::string text = made_of_lines(100 * LineIndex::kStep, 60, 2);
  for (size_t marks_max : {size_t{0}, size_t{7}, size_t{8}, size_t{50}}) {
    LineIndex index(marks_max);
    for (size_t at = 0; at < text.size(); at += 3000) add(index, std::string_view(text).substr(at, 3000), at);
    expect_true_marks(index, text, 100 * LineIndex::kStep);
  }
}

TEST(LineIndex, TakesWhatIsLeftOutForTheRestOfALine) {
  std::string before = made_of_lines(10'000, 50, 3), after = made_of_lines(50'000, 50, 4);
  for (size_t left_out : {size_t{1}, size_t{4096}, size_t{3 * 4096 - before.size() % 4096}, size_t{70'000}}) {
    std::string text = before + std::string(left_out - 1, 'x') + '\n' + after;
    LineIndex index;
    add(index, before, 0);
    add(index, after, before.size() + left_out);
    expect_true_marks(index, text, LineIndex::kStep);
  }
}

}  // namespace
}  // namespace denwaban::sources
