// SPDX-License-Identifier: GPL-3.0-or-later
// What the tables are searched with: the hash of an address, a word among words, and asking for memory ahead.
#pragma once

#include <bit>
#include <cstdint>
#include <vector>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "base/hash.h"
#include "base/ip.h"

namespace denwaban::detect {

// The first place of `word` from `begin` on; the size when there is none.
inline size_t find_word(const std::vector<uint32_t>& words, uint32_t word, size_t begin = 0) {
  const uint32_t* data = words.data();
  const size_t size = words.size();
  size_t at = begin;
#if defined(__SSE2__)
  const __m128i wanted = _mm_set1_epi32(static_cast<int>(word));
  for (; at + 8 <= size; at += 8) {
    __m128i low = _mm_cmpeq_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(data + at)), wanted);
    __m128i high = _mm_cmpeq_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(data + at + 4)), wanted);
    auto found = static_cast<unsigned>(_mm_movemask_epi8(_mm_packs_epi32(low, high)));
    if (found != 0) return at + static_cast<size_t>(std::countr_zero(found)) / 2;
  }
#endif
  while (at < size && data[at] != word) ++at;
  return at;
}

// All lines of an object.
template <class T>
void prefetch_whole(const T* object) {
  for (size_t at = 0; at < sizeof(T); at += 64) __builtin_prefetch(reinterpret_cast<const char*>(object) + at);
}

struct AddressHash {
  HashSeed seed;
  size_t operator()(const IpAddress& address) const {
    return static_cast<size_t>(hash(seed, address));
  }
};

}  // namespace denwaban::detect
