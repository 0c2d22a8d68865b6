// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/sip/lines.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace denwaban::parse::sip {
namespace {

struct Masks {
  uint64_t newlines = 0;
  uint64_t returns = 0;
  bool odd = false;  // control bytes other than CR and LF, DEL, bytes beyond ASCII
};

#if defined(__x86_64__)
const bool kHasAvx2 = __builtin_cpu_supports("avx2") != 0;

__attribute__((target("avx2"))) Masks masks_avx2(const char* at) {
  auto half = [](const char* from, __m256i& odd, uint64_t& newlines, uint64_t& returns)
      __attribute__((target("avx2"), always_inline)) {
    __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from));
    __m256i newline = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('\n'));
    __m256i carriage = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('\r'));
    __m256i strange =
        _mm256_cmpgt_epi8(_mm256_set1_epi8(' ' + 1), _mm256_add_epi8(bytes, _mm256_set1_epi8(1)));
    odd = _mm256_andnot_si256(_mm256_or_si256(newline, carriage), strange);
    newlines = static_cast<uint32_t>(_mm256_movemask_epi8(newline));
    returns = static_cast<uint32_t>(_mm256_movemask_epi8(carriage));
  };
  __m256i odd_low, odd_high;
  uint64_t newlines_low, newlines_high, returns_low, returns_high;
  half(at, odd_low, newlines_low, returns_low);
  half(at + 32, odd_high, newlines_high, returns_high);
  bool odd = _mm256_movemask_epi8(_mm256_or_si256(odd_low, odd_high)) != 0;
  return {newlines_low | newlines_high << 32, returns_low | returns_high << 32, odd};
}
#endif

#if defined(__SSE2__)
inline Masks masks_sse2(const char* at) {
  Masks masks;
  __m128i odd = _mm_setzero_si128();
  for (unsigned i = 0; i < 4; ++i) {
    __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at + 16 * i));
    __m128i newline = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n'));
    __m128i carriage = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\r'));
    // One more than each byte, signed: DEL and all beyond ASCII become negative.
    __m128i strange = _mm_cmpgt_epi8(_mm_set1_epi8(' ' + 1), _mm_add_epi8(bytes, _mm_set1_epi8(1)));
    odd = _mm_or_si128(odd, _mm_andnot_si128(_mm_or_si128(newline, carriage), strange));
    masks.newlines |= uint64_t{static_cast<uint32_t>(_mm_movemask_epi8(newline))} << (16 * i);
    masks.returns |= uint64_t{static_cast<uint32_t>(_mm_movemask_epi8(carriage))} << (16 * i);
  }
  masks.odd = _mm_movemask_epi8(odd) != 0;
  return masks;
}
inline Masks masks_of(const char* at) { return kHasAvx2 ? masks_avx2(at) : masks_sse2(at); }
#else
inline Masks masks_of(const char* at) {
  Masks masks;
  for (unsigned i = 0; i < 64; ++i) {
    auto byte = static_cast<unsigned char>(at[i]);
    masks.newlines |= uint64_t{byte == '\n'} << i;
    masks.returns |= uint64_t{byte == '\r'} << i;
    masks.odd |= byte >= 0x7f || (byte < ' ' && byte != '\n' && byte != '\r');
  }
  return masks;
}
#endif

// How many bytes the UTF-8 sequence at `at` has; 0 when it is none.
size_t utf8_length(const unsigned char* at, size_t left) {
  auto tail = [&](size_t i, unsigned low = 0x80, unsigned high = 0xbf) {
    return i < left && at[i] >= low && at[i] <= high;
  };
  unsigned lead = at[0];
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead <= 0xdf) return tail(1) ? 2 : 0;
  if (lead >= 0xe0 && lead <= 0xef) {
    unsigned low = lead == 0xe0 ? 0xa0 : 0x80,
             high = lead == 0xed ? 0x9f : 0xbf;  // no overlong, no surrogates
    return tail(1, low, high) && tail(2) ? 3 : 0;
  }
  if (lead >= 0xf0 && lead <= 0xf4) {
    unsigned low = lead == 0xf0 ? 0x90 : 0x80, high = lead == 0xf4 ? 0x8f : 0xbf;
    return tail(1, low, high) && tail(2) && tail(3) ? 4 : 0;
  }
  return 0;
}

}  // namespace

void LineReader::look() {
  Masks masks;
  auto left = static_cast<size_t>(limit_ - block_);
  if (left >= 64) [[likely]] {
    masks = masks_of(block_);
  } else {
    alignas(16) char copy[64];
    std::memset(copy, ' ', sizeof copy);
    std::memcpy(copy, block_, left);
    masks = masks_of(copy);
  }
  newlines_ = masks.newlines;
  // A return in the block's last place may belong to a line feed in the next.
  bool split = left > 64 && block_[64] == '\n';
  uint64_t bare = masks.returns & ~(masks.newlines >> 1 | uint64_t{split} << 63);
  unusual_ |= masks.odd | (bare != 0);
}

void examine_bytes(std::string_view head, DeviationSet& deviations) {
  const auto* at = reinterpret_cast<const unsigned char*>(head.data());
  const auto* end = at + head.size();
  while (at < end) {
    unsigned char byte = *at;
    if (byte >= 0x80) {
      size_t length = utf8_length(at, static_cast<size_t>(end - at));
      deviations.add_if(length == 0, Deviation::bad_utf8);
      at += length == 0 ? 1 : length;
      continue;
    }
    ++at;
    if (byte > ' ' && byte != 0x7f) continue;
    if (byte == '\r')
      deviations.add_if(at == end || *at != '\n', Deviation::bare_carriage_return);
    else if (byte == 0)
      deviations.add(Deviation::nul_byte);
    else if (byte == 0x7f || (byte < ' ' && byte != '\n' && byte != '\t'))
      deviations.add(Deviation::control_byte);
  }
}

}  // namespace denwaban::parse::sip
