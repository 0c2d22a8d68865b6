// SPDX-License-Identifier: GPL-3.0-or-later
// How many line breaks stand before every so many bytes of an input: kept while it is read once, so that the
// line number of any place can be told later from a few kilobytes around it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace denwaban::sources {

class LineIndex {
 public:
  static constexpr size_t kMarksMax = 128 * 1024;  // 2 MiB; when there are more, every other one is dropped

  struct Mark {
    uint64_t offset = 0;
    uint64_t line_breaks = 0;  // before it
  };

  explicit LineIndex(size_t marks_max = kMarksMax);

  // In ascending order.
  void add(const Mark& mark);
  bool empty() const { return marks_.empty(); }
  // The last one that is not behind `offset`; the input's front when there is none.
  Mark mark_before(uint64_t offset) const;

 private:
  size_t marks_max_;
  std::vector<Mark> marks_;
  size_t step_ = 1, left_out_ = 0;  // of `step_` marks that are added the first is kept
};

uint64_t count_line_breaks(std::string_view text);

}  // namespace denwaban::sources
