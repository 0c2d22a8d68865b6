// SPDX-License-Identifier: GPL-3.0-or-later
// Eight and sixteen bytes at a time: fields of a log line are shorter than what a call of memchr or memcmp
// costs, and loops over their few characters end where no branch predictor expects it. Nothing here reads
// outside of the text it is given.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace denwaban::parse {

// Eight bytes, the first one lowest.
[[gnu::always_inline]] inline uint64_t load8(const char* at) {
  uint64_t word;
  std::memcpy(&word, at, sizeof word);
  return std::endian::native == std::endian::little ? word : __builtin_bswap64(word);
}

[[gnu::always_inline]] inline uint32_t load4(const char* at) {
  uint32_t word;
  std::memcpy(&word, at, sizeof word);
  return std::endian::native == std::endian::little ? word : __builtin_bswap32(word);
}

// The first eight characters of `text` as load8 reads them; zeros behind a shorter one.
constexpr uint64_t word8(std::string_view text) {
  uint64_t word = 0;
  for (size_t i = 0; i < text.size() && i < 8; ++i)
    word |= uint64_t{static_cast<unsigned char>(text[i])} << (8 * i);
  return word;
}

constexpr uint64_t each_byte(uint8_t byte) { return 0x0101010101010101 * uint64_t{byte}; }

// At most eight bytes, in order, zeros behind them.
[[gnu::always_inline]] inline uint64_t load_short(const char* at, size_t size) {
  if (size >= 8) return load8(at);
  if (size >= 4) return load4(at) | uint64_t{load4(at + size - 4)} >> (8 * (8 - size)) << 32;
  uint64_t word = 0;
  for (size_t i = 0; i < size; ++i) word |= uint64_t{static_cast<unsigned char>(at[i])} << (8 * i);
  return word;
}

[[gnu::always_inline]] inline bool same_bytes(const char* a, const char* b, size_t size) {
  if (size > 8) {
    for (size_t i = 0; i + 8 < size; i += 8)
      if (load8(a + i) != load8(b + i)) return false;
    return load8(a + size - 8) == load8(b + size - 8);
  }
  if (size >= 4) return load4(a) == load4(b) && load4(a + size - 4) == load4(b + size - 4);
  for (size_t i = 0; i < size; ++i)
    if (a[i] != b[i]) return false;
  return true;
}

// How many of a word's bytes, from the first on, are digits: 0 to 8.
[[gnu::always_inline]] inline unsigned leading_digits(uint64_t word) {
  uint64_t values = word ^ each_byte('0');
  uint64_t others = ((values + each_byte(0x76)) | values) & each_byte(0x80);  // exact up to the first of them
  return others == 0 ? 8 : static_cast<unsigned>(std::countr_zero(others)) / 8;
}

// The number that a word's first `digits` bytes, which are digits, mean; 1 to 8.
[[gnu::always_inline]] inline uint32_t number_of(uint64_t word, unsigned digits) {
  uint64_t v = (word ^ each_byte('0')) << (64 - 8 * digits);
  v = v * 10 + (v >> 8);  // pairs, in every other byte
  constexpr uint64_t kPairs = 0x000000ff000000ff;
  return static_cast<uint32_t>(
      ((v & kPairs) * 0x000f424000000064 + (v >> 16 & kPairs) * 0x0000271000000001) >> 32);
}

// Sixteen bytes, asked which of them equal a character: bit i for byte i.
class Bytes16 {
 public:
#if defined(__SSE2__)
  Bytes16(uint64_t low, uint64_t high)
      : bytes_(_mm_set_epi64x(static_cast<int64_t>(high), static_cast<int64_t>(low))) {}
  explicit Bytes16(const char* at) : bytes_(_mm_loadu_si128(reinterpret_cast<const __m128i*>(at))) {}
  uint32_t equal(char c) const {
    return static_cast<uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes_, _mm_set1_epi8(c))));
  }

 private:
  __m128i bytes_;
#else
  explicit Bytes16(const char* at) { std::memcpy(bytes_, at, sizeof bytes_); }
  uint32_t equal(char c) const {
    uint32_t mask = 0;
    for (unsigned i = 0; i < 16; ++i) mask |= uint32_t{bytes_[i] == c} << i;
    return mask;
  }

 private:
  char bytes_[16];
#endif
};

// The first `c` in [at, end); null for none.
inline const char* find_char(const char* at, const char* end, char c) {
  if (end - at < 16) {
    for (; at < end; ++at)
      if (*at == c) return at;
    return nullptr;
  }
  const char* last = end - 16;
  for (; at < last; at += 16)
    if (uint32_t mask = Bytes16(at).equal(c)) return at + std::countr_zero(mask);
  uint32_t mask = Bytes16(last).equal(c) >> (16 - (end - at));  // those before `at` were asked already
  return mask ? at + std::countr_zero(mask) : nullptr;
}

}  // namespace denwaban::parse
