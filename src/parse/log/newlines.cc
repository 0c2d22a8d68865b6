// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/log/newlines.h"

#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace denwaban::parse {

size_t find_newlines_portable(const char* data, size_t size, uint32_t* out) {
  size_t count = 0;
  const char* at = data;
  const char* end = data + size;
  while (at < end) {
    auto* found = static_cast<const char*>(std::memchr(at, '\n', static_cast<size_t>(end - at)));
    if (!found) break;
    out[count++] = static_cast<uint32_t>(found - data);
    at = found + 1;
  }
  return count;
}

#if defined(__x86_64__)
namespace {

__attribute__((target("avx2,bmi,popcnt"))) size_t find_newlines_avx2(const char* data, size_t size,
                                                                     uint32_t* out) {
  const __m256i newline = _mm256_set1_epi8('\n');
  size_t count = 0;
  size_t at = 0;
  for (; at + 64 <= size; at += 64) {
    __m256i low = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(data + at));
    __m256i high = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(data + at + 32));
    uint64_t mask = static_cast<uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, newline)));
    mask |= uint64_t{static_cast<uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, newline)))} << 32;
    // Most blocks hold one line break or none, in no order that a branch predictor could learn: one is
    // written in any case. count <= at, so that there is room.
    auto found = static_cast<size_t>(__builtin_popcountll(mask));
    out[count] = static_cast<uint32_t>(at + _tzcnt_u64(mask));
    if (found > 1) [[unlikely]] {
      size_t more = count;
      for (; mask != 0; mask &= mask - 1) out[more++] = static_cast<uint32_t>(at + _tzcnt_u64(mask));
    }
    count += found;
  }
  for (; at < size; ++at)
    if (data[at] == '\n') out[count++] = static_cast<uint32_t>(at);
  return count;
}

}  // namespace

size_t find_newlines(const char* data, size_t size, uint32_t* out) {
  static const bool has_avx2 =
      __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("popcnt");
  return has_avx2 ? find_newlines_avx2(data, size, out) : find_newlines_portable(data, size, out);
}
#else
size_t find_newlines(const char* data, size_t size, uint32_t* out) {
  return find_newlines_portable(data, size, out);
}
#endif

}  // namespace denwaban::parse
