// SPDX-License-Identifier: GPL-3.0-or-later
// How many line breaks stand before every so many bytes of an input: kept while it is read once, so that the
// line number of any place can be told later from a few kilobytes around it.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace denwaban::sources {

class LineIndex {
 public:
  static constexpr uint64_t kStep = 4096;
  static constexpr size_t kMarksMax = 128 * 1024;  // 1 MiB; with more, every other one is dropped

  explicit LineIndex(size_t marks_max = kMarksMax);

  // Takes in the bytes [offset, offset + size) by what count_line_breaks said about them. Pieces come in
  // order; bytes left out between two of them are taken for the rest of a line, with its line break.
  void add(uint64_t offset, uint64_t size, std::span<const uint16_t> line_breaks);
  // Nothing was taken in.
  bool empty() const { return end_ == 0; }

  struct Mark {
    uint64_t offset = 0;
    uint64_t line_breaks = 0;  // before it
  };
  // The last one that is not behind `offset`.
  Mark mark_before(uint64_t offset) const;

 private:
  void mark(uint64_t line_breaks);

  size_t marks_max_;
  std::vector<uint64_t> marks_;  // line breaks before i * step_
  uint64_t step_ = kStep;
  uint64_t end_ = 0, line_breaks_ = 0;  // taken in
};

uint64_t count_line_breaks(std::string_view text);
// One number for each kStep of the input, to be added to `LineIndex`; the first and the last may be of less.
void count_line_breaks(std::string_view text, uint64_t offset, std::vector<uint16_t>& steps);

}  // namespace denwaban::sources
