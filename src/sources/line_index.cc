// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/line_index.h"

#include <algorithm>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace denwaban::sources {

LineIndex::LineIndex(size_t marks_max) : marks_max_(std::max<size_t>(marks_max & ~size_t{1}, 2)) {}

void LineIndex::add(uint64_t offset, uint64_t size, std::span<const uint16_t> line_breaks) {
  if (size == 0) return;
  if (offset > end_) {
    while (marks_.size() * step_ < offset) mark(line_breaks_);
    ++line_breaks_;
    end_ = offset;
  }
  if (marks_.size() * step_ == end_) mark(line_breaks_);
  for (uint16_t count : line_breaks) {
    end_ = std::min((end_ / kStep + 1) * kStep, offset + size);
    line_breaks_ += count;
    if (marks_.size() * step_ == end_) mark(line_breaks_);
  }
}

void LineIndex::mark(uint64_t line_breaks) {
  if (marks_.size() == marks_max_) {
    for (size_t i = 0; i < marks_.size() / 2; ++i) marks_[i] = marks_[2 * i];
    marks_.resize(marks_.size() / 2);
    step_ *= 2;
  }
  marks_.push_back(line_breaks);
}

LineIndex::Mark LineIndex::mark_before(uint64_t offset) const {
  if (marks_.empty()) return {};
  uint64_t i = std::min<uint64_t>(offset / step_, marks_.size() - 1);
  return {i * step_, marks_[i]};
}

uint64_t count_line_breaks(std::string_view text) {
  uint64_t count = 0;
#if defined(__SSE2__)
  // Sixteen lanes count at a time, for as long as their bytes cannot overflow.
  const __m128i line_break = _mm_set1_epi8('\n');
  auto hits = [&](size_t at) {
    return _mm_cmpeq_epi8(_mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at)), line_break);
  };
  while (text.size() >= 64) {
    size_t rounds = std::min<size_t>(text.size() / 64, 63);
    __m128i lanes = _mm_setzero_si128();
    for (size_t at = 0; at < rounds * 64; at += 64)
      lanes = _mm_sub_epi8(lanes, _mm_add_epi8(_mm_add_epi8(hits(at), hits(at + 16)),
                                               _mm_add_epi8(hits(at + 32), hits(at + 48))));
    __m128i sums = _mm_sad_epu8(lanes, _mm_setzero_si128());
    count += static_cast<uint64_t>(_mm_cvtsi128_si64(sums)) +
             static_cast<uint64_t>(_mm_cvtsi128_si64(_mm_unpackhi_epi64(sums, sums)));
    text.remove_prefix(rounds * 64);
  }
#endif
  return count + static_cast<uint64_t>(std::count(text.begin(), text.end(), '\n'));
}

void count_line_breaks(std::string_view text, uint64_t offset, std::vector<uint16_t>& steps) {
  steps.clear();
  while (!text.empty()) {
    std::string_view step = text.substr(0, LineIndex::kStep - offset % LineIndex::kStep);
    steps.push_back(static_cast<uint16_t>(count_line_breaks(step)));
    offset += step.size();
    text.remove_prefix(step.size());
  }
}

}  // namespace denwaban::sources
