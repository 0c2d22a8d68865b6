// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/sip/head_index.h"

#include <algorithm>

#if defined(__x86_64__)
#include <immintrin.h>
#define DENWABAN_AVX2 __attribute__((target("avx2,bmi,bmi2")))
#define DENWABAN_AVX2_INLINE __attribute__((target("avx2,bmi,bmi2"), always_inline)) inline
#endif

namespace denwaban::parse::sip {

#if defined(__x86_64__)
namespace {

const bool kHasAvx2 = __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("bmi2") != 0;

// A set of ASCII characters for vpshufb, twice: entry i has bit h for the character 16 * h + i.
using CharSet = std::array<uint8_t, 32>;
template <class Contains>
constexpr CharSet make_set(Contains contains) {
  CharSet set{};
  for (unsigned c = 0; c < 128; ++c)
    if (contains(static_cast<char>(c)))
      set[c % 16] = set[c % 16 + 16] = static_cast<uint8_t>(set[c % 16] | 1u << c / 16);
  return set;
}
alignas(32) constexpr CharSet kNoMarks = make_set([](char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' ||
         c == '_';
});
alignas(32) constexpr CharSet kNoStops = make_set([](char c) {
  return c > ' ' && c <= '~' && c != ';' && c != ',' && c != '"';
});
// Bit h for what has h in its upper four bits; nothing beyond ASCII.
alignas(32) constexpr CharSet kRow = {1, 2, 4, 8, 16, 32, 64, 128, 0, 0, 0, 0, 0, 0, 0, 0,
                                      1, 2, 4, 8, 16, 32, 64, 128, 0, 0, 0, 0, 0, 0, 0, 0};

// A bit for each byte of a block, the first one lowest.
struct Block {
  uint64_t printable, marks, stops;
};

DENWABAN_AVX2_INLINE __m256i load(const void* at) {
  return _mm256_loadu_si256(static_cast<const __m256i*>(at));
}
DENWABAN_AVX2_INLINE uint32_t mask_of(__m256i bytes) {
  return static_cast<uint32_t>(_mm256_movemask_epi8(bytes));
}
// `row` is kRow of each byte.
DENWABAN_AVX2_INLINE uint32_t not_in(const CharSet& set, __m256i bytes, __m256i row) {
  __m256i inside = _mm256_and_si256(_mm256_shuffle_epi8(load(set.data()), bytes), row);
  return mask_of(_mm256_cmpeq_epi8(inside, _mm256_setzero_si256()));
}

DENWABAN_AVX2_INLINE Block look_at_half(const char* at) {
  __m256i bytes = load(at);
  __m256i upper = _mm256_and_si256(_mm256_srli_epi16(bytes, 4), _mm256_set1_epi8(0x0f));
  __m256i row = _mm256_shuffle_epi8(load(kRow.data()), upper);
  // One more than each byte, signed: DEL and all beyond ASCII become negative or nothing.
  __m256i printable = _mm256_cmpgt_epi8(_mm256_add_epi8(bytes, _mm256_set1_epi8(1)), _mm256_set1_epi8(' '));
  return {mask_of(printable), not_in(kNoMarks, bytes, row), not_in(kNoStops, bytes, row)};
}

DENWABAN_AVX2_INLINE Block look(const char* at) {
  Block low = look_at_half(at), high = look_at_half(at + 32);
  return {low.printable | high.printable << 32, low.marks | high.marks << 32, low.stops | high.stops << 32};
}

}  // namespace

DENWABAN_AVX2 bool HeadIndex::build(std::string_view message) {
  if (!kHasAvx2 || message.size() < 64) return false;
  size_t size = std::min(message.size(), kHeadMax), block = 0;
  uint64_t four_ends =
      0;  // CR LF CR LF, perhaps: cut in two by blocks it is not seen, and some more is indexed
  for (; four_ends == 0 && (block + 1) * 64 <= size; ++block) {
    Block b = look(message.data() + block * 64);
    uint64_t ends = ~b.printable, pairs = ends & ends >> 1;
    ends_.set(block, ends);
    marks_.set(block, b.marks);
    stops_.set(block, b.stops);
    four_ends = pairs & pairs >> 2;
  }
  size_ = block * 64;
  if (four_ends == 0 && size_ < size) {
    // What is left is read so that the block ends with the message.
    Block b = look(message.data() + size - 64);
    size_t known = size_ + 64 - size;
    ends_.set(block, ~b.printable >> known);
    marks_.set(block, b.marks >> known);
    stops_.set(block, b.stops >> known);
    ++block;
    size_ = size;
  }
  for (Bits* bits : {&ends_, &marks_, &stops_}) {
    bits->set(block, ~uint64_t{0});
    bits->set(block + 1, ~uint64_t{0});
  }
  return true;
}
#else
bool HeadIndex::build(std::string_view) { return false; }
#endif

}  // namespace denwaban::parse::sip
