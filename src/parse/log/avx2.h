// SPDX-License-Identifier: GPL-3.0-or-later
// What the fast path (plain_notice.h) does with AVX2 and BMI: fixed words and whole fields in a handful of
// instructions each. Functions here read past the text that they are asked about: whoever calls them knows
// what is readable. Only for functions that are themselves marked DENWABAN_AVX2.
#pragma once

#if defined(__x86_64__)
#include <immintrin.h>

#include <bit>
#include <cstdint>

#include "model/event.h"
#include "parse/log/words.h"

#define DENWABAN_AVX2 __attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt")))
#define DENWABAN_AVX2_INLINE __attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt"), always_inline)) inline

namespace denwaban::parse::avx2 {

inline bool is_here() {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
         __builtin_cpu_supports("popcnt");
}

DENWABAN_AVX2_INLINE __m128i load16(const char* at) {
  return _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
}
DENWABAN_AVX2_INLINE __m256i load32(const char* at) {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at));
}

// Whether `words`, at least four characters, stand at `at`.
template <size_t kSize>
DENWABAN_AVX2_INLINE bool stands(const char* at, const char (&words)[kSize]) {
  constexpr size_t kLength = kSize - 1;
  if constexpr (kLength >= 32) {
    __m256i difference = _mm256_xor_si256(load32(at + kLength - 32), load32(words + kLength - 32));
    for (size_t i = 0; i + 32 < kLength; i += 32)
      difference = _mm256_or_si256(difference, _mm256_xor_si256(load32(at + i), load32(words + i)));
    return _mm256_testz_si256(difference, difference) != 0;
  } else if constexpr (kLength >= 16) {
    __m128i difference = _mm_xor_si128(load16(at + kLength - 16), load16(words + kLength - 16));
    if constexpr (kLength > 16)
      difference = _mm_or_si128(difference, _mm_xor_si128(load16(at), load16(words)));
    return _mm_testz_si128(difference, difference) != 0;
  } else if constexpr (kLength >= 8) {
    return ((load8(at) ^ load8(words)) | (load8(at + kLength - 8) ^ load8(words + kLength - 8))) == 0;
  } else {
    static_assert(kLength >= 4);
    return ((load4(at) ^ load4(words)) | (load4(at + kLength - 4) ^ load4(words + kLength - 4))) == 0;
  }
}

// If `words` stand at `at`, steps over them.
template <size_t kSize>
DENWABAN_AVX2_INLINE bool skip(const char*& at, const char (&words)[kSize]) {
  if (!stands(at, words)) return false;
  at += kSize - 1;
  return true;
}

// 32 bytes asked which of them equal a character: bit i for byte i.
class Window32 {
 public:
  DENWABAN_AVX2_INLINE explicit Window32(const char* at) : bytes_(load32(at)) {}
  DENWABAN_AVX2_INLINE uint32_t equal(char c) const { return mask(is(c)); }
  DENWABAN_AVX2_INLINE uint32_t equal_any(char a, char b, char c, char d) const {
    return mask(_mm256_or_si256(_mm256_or_si256(is(a), is(b)), _mm256_or_si256(is(c), is(d))));
  }
  // All letters, and a few characters more: what has bit 6.
  DENWABAN_AVX2_INLINE uint32_t letters() const { return mask(_mm256_slli_epi16(bytes_, 1)); }
  // ASCII behind the f, in either case.
  DENWABAN_AVX2_INLINE uint32_t behind_f() const {
    return mask(_mm256_cmpgt_epi8(_mm256_or_si256(bytes_, _mm256_set1_epi8(0x20)), _mm256_set1_epi8('f')));
  }

 private:
  DENWABAN_AVX2_INLINE __m256i is(char c) const { return _mm256_cmpeq_epi8(bytes_, _mm256_set1_epi8(c)); }
  DENWABAN_AVX2_INLINE static uint32_t mask(__m256i bytes) {
    return static_cast<uint32_t>(_mm256_movemask_epi8(bytes));
  }

  __m256i bytes_;
};

// Where a mark of a tool (name_addr.h) may begin: every mark begins with three letters (or an @ for the
// third), one of the first two behind the f.
template <class Mask>
DENWABAN_AVX2_INLINE Mask may_begin_mark(Mask letters, Mask behind_f) {
  return letters & letters >> 1 & letters >> 2 & (behind_f | behind_f >> 1);
}

// How many bytes stand before the first `end`; kTooFar or more when it is none of the next 64.
constexpr size_t kTooFar = 64;
DENWABAN_AVX2_INLINE size_t length_up_to(char end, const char* at) {
  return _tzcnt_u64(Window32(at).equal(end) | uint64_t{Window32(at + 32).equal(end)} << 32);
}

// "192.0.2.1:5060", `size` bytes. False, and nothing set, for what looks otherwise.
DENWABAN_AVX2_INLINE bool read_v4_with_port(const char* at, size_t size, Event& event) {
  __m128i text = load16(at);  // the colon stands among these
  auto equal = [&](char c) DENWABAN_AVX2 {
    return static_cast<uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(text, _mm_set1_epi8(c))));
  };
  uint32_t colon = _tzcnt_u32(equal(':')), dots = equal('.');
  uint32_t first = _tzcnt_u32(dots);
  dots = _blsr_u32(dots);
  uint32_t second = _tzcnt_u32(dots);
  dots = _blsr_u32(dots);
  uint32_t third = _tzcnt_u32(dots);

  // A lane for each of the four parts: where it ends, how long it is, its digits in the topmost bytes.
  __m128i end = _mm_set_epi32(static_cast<int>(colon), static_cast<int>(third), static_cast<int>(second),
                              static_cast<int>(first));
  __m128i length = _mm_sub_epi32(end, _mm_add_epi32(_mm_slli_si128(end, 4), _mm_set_epi32(1, 1, 1, 0)));
  auto word = [&](uint32_t begin) DENWABAN_AVX2 { return static_cast<int>(load4(at + begin)); };
  __m128i digits = _mm_xor_si128(_mm_set_epi32(word(third + 1), word(second + 1), word(first + 1), word(0)),
                                 _mm_set1_epi8('0'));
  digits = _mm_sllv_epi32(digits, _mm_sub_epi32(_mm_set1_epi32(32), _mm_slli_epi32(length, 3)));
  __m128i value = _mm_madd_epi16(_mm_maddubs_epi16(digits, _mm_set1_epi32(0x010a6400)), _mm_set1_epi16(1));
  // No leading zeros: by length, the least that a part may be.
  __m128i least = _mm_shuffle_epi8(_mm_set_epi32(0, 0, 0, 0x640a0000), length);
  __m128i wrong = _mm_or_si128(
      _mm_or_si128(_mm_subs_epu8(digits, _mm_set1_epi8(9)), _mm_cmpgt_epi32(value, _mm_set1_epi32(255))),
      _mm_or_si128(_mm_cmpgt_epi32(least, value), _mm_or_si128(_mm_cmpgt_epi32(_mm_set1_epi32(1), length),
                                                               _mm_cmpgt_epi32(length, _mm_set1_epi32(3)))));
  uint32_t port_size = static_cast<uint32_t>(size) - colon - 1;
  if (port_size - 1 > 4 || _mm_testz_si128(wrong, wrong) == 0) return false;
  uint64_t port_text = load8(at + colon + 1);
  uint32_t port = number_of(port_text, port_size);
  if (leading_digits(port_text) < port_size || port > 65535) return false;

  __m128i mapped = _mm_or_si128(
      _mm_shuffle_epi8(value, _mm_set_epi8(12, 8, 4, 0, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1)),
      _mm_set_epi32(0, static_cast<int>(0xffff0000), 0, 0));
  event.address = IpAddress::v6(std::bit_cast<std::array<uint8_t, 16>>(mapped));
  event.port = static_cast<uint16_t>(port);
  return true;
}

}  // namespace denwaban::parse::avx2
#else
#define DENWABAN_AVX2
#endif
