// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/line_index.h"

#include <algorithm>
#include <iterator>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace denwaban::sources {
#if defined(__x86_64__)
namespace {

constexpr size_t kBlock = 128;

// Of whole blocks. Lanes of a byte count for as long as they cannot overflow.
__attribute__((target("avx2"))) uint64_t count_avx2(std::string_view text) {
  const __m256i line_break = _mm256_set1_epi8('\n');
  uint64_t count = 0;
  while (!text.empty()) {
    size_t size = std::min<size_t>(text.size(), 63 * kBlock);
    __m256i lanes = _mm256_setzero_si256();
    for (size_t at = 0; at < size; at += kBlock) {
      const char* bytes = text.data() + at;
      for (size_t part = 0; part < kBlock; part += 32) {
        __m256i some = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes + part));
        lanes = _mm256_sub_epi8(lanes, _mm256_cmpeq_epi8(some, line_break));
      }
    }
    uint64_t sums[4];
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(sums), _mm256_sad_epu8(lanes, _mm256_setzero_si256()));
    count += sums[0] + sums[1] + sums[2] + sums[3];
    text.remove_prefix(size);
  }
  return count;
}

}  // namespace
#endif

LineIndex::LineIndex(size_t marks_max) : marks_max_(std::max<size_t>(marks_max & ~size_t{1}, 2)) {}

void LineIndex::add(const Mark& mark) {
  if (left_out_ > 0) {
    --left_out_;
    return;
  }
  if (marks_.size() == marks_max_) {
    for (size_t i = 0; i < marks_.size() / 2; ++i) marks_[i] = marks_[2 * i];
    marks_.resize(marks_.size() / 2);
    step_ *= 2;
  }
  marks_.push_back(mark);
  left_out_ = step_ - 1;
}

LineIndex::Mark LineIndex::mark_before(uint64_t offset) const {
  auto behind = std::upper_bound(marks_.begin(), marks_.end(), offset,
                                 [](uint64_t wanted, const Mark& mark) { return wanted < mark.offset; });
  return behind == marks_.begin() ? Mark() : *std::prev(behind);
}

uint64_t count_line_breaks(std::string_view text) {
  uint64_t count = 0;
#if defined(__x86_64__)
  static const bool has_avx2 = __builtin_cpu_supports("avx2");
  size_t whole = has_avx2 ? text.size() / kBlock * kBlock : 0;
  count = count_avx2(text.substr(0, whole));
  text.remove_prefix(whole);
#endif
  return count + static_cast<uint64_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace denwaban::sources
