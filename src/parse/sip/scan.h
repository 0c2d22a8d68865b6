// SPDX-License-Identifier: GPL-3.0-or-later
// How the field grammars of SIP look at bytes: sixteen at a time, for most fields are shorter than that and
// one comparison finds their end. Nothing reads outside of the message.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>

#include "parse/log/words.h"
#include "parse/sip_deviation.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace denwaban::parse::sip {

// A field that is being read: [at, end) are its bytes. Up to `limit`, the end of the message, wide loads are
// legal.
struct Cursor {
  const char* at;
  const char* end;
  const char* limit;

  bool done() const { return at >= end; }
  bool is(char c) const { return at < end && *at == c; }
  size_t left() const { return static_cast<size_t>(end - at); }
  Cursor until(const char* stop) const { return {at, stop, limit}; }
};

inline std::string_view view(const char* begin, const char* end) {
  return {begin, static_cast<size_t>(end - begin)};
}

// What a byte may be part of, RFC 3261 section 25.1.
enum CharClass : uint8_t {
  kToken = 1,
  kUser = 2,    // user and password: unreserved, user-unreserved; `%` too
  kHost = 4,    // hostname and IPv4address
  kIpv6 = 8,    // IPv6address
  kUri = 16,    // anywhere in a SIP URI
  kSpace = 32,  // of folded lines too
  kDigit = 64,
  kHex = 128,
};
extern const std::array<uint8_t, 256> kClasses;

inline bool is(char c, CharClass what) { return (kClasses[static_cast<unsigned char>(c)] & what) != 0; }

// Whether each byte of `text` is of the class.
inline bool all(std::string_view text, CharClass what) {
  uint8_t common = 0xff;
  for (char c : text) common &= kClasses[static_cast<unsigned char>(c)];
  return (common & what) != 0;
}

// Up to sixteen bytes before `limit`, zeros behind them: for the last field of a message.
struct alignas(16) Tail {
  char bytes[16];
};
Tail load_tail(const char* at, const char* limit);

// Sixteen bytes from `at` on, zeros from `limit` on.
class Window {
 public:
#if defined(__SSE2__)
  Window(const char* at, const char* limit) {
    if (limit - at >= 16) [[likely]] {
      bytes_ = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    } else {
      bytes_ = std::bit_cast<__m128i>(load_tail(at, limit));
    }
  }
  // Bit i: byte i is one of C.
  template <char... C>
  uint32_t any() const {
    __m128i found = _mm_setzero_si128();
    ((found = _mm_or_si128(found, _mm_cmpeq_epi8(bytes_, _mm_set1_epi8(C)))), ...);
    return mask_of(found);
  }
  // … or a blank: a space or a control byte.
  template <char... C>
  uint32_t any_or_blank() const {
    __m128i found = in_range(0, ' ');
    ((found = _mm_or_si128(found, _mm_cmpeq_epi8(bytes_, _mm_set1_epi8(C)))), ...);
    return mask_of(found);
  }
  // Bit i: byte i is not of the class kUri, or is `%`, `[` or `]`.
  uint32_t unusual_in_uri() const {
    // Between `&` and `Z` all are good but < and >; beside them letters and ! $ _ ~.
    __m128i good = _mm_or_si128(
        _mm_or_si128(in_range('&', 'Z'), in_range('a', 'z')),
        _mm_or_si128(_mm_or_si128(equal('!'), equal('$')), _mm_or_si128(equal('_'), equal('~'))));
    return ~mask_of(_mm_andnot_si128(_mm_or_si128(equal('<'), equal('>')), good)) & 0xffff;
  }
  // Bit i: byte i is not of the class kHost.
  uint32_t not_host() const {
    __m128i folded = _mm_or_si128(bytes_, _mm_set1_epi8(0x20));
    __m128i offset = _mm_sub_epi8(folded, _mm_set1_epi8('a'));
    __m128i letter = _mm_cmpeq_epi8(_mm_min_epu8(offset, _mm_set1_epi8(25)), offset);
    __m128i good =
        _mm_or_si128(_mm_or_si128(letter, in_range('0', '9')), _mm_or_si128(in_range('-', '.'), equal('_')));
    return ~mask_of(good) & 0xffff;
  }

 private:
  static uint32_t mask_of(__m128i found) { return static_cast<uint32_t>(_mm_movemask_epi8(found)); }
  __m128i equal(char c) const { return _mm_cmpeq_epi8(bytes_, _mm_set1_epi8(c)); }
  __m128i in_range(char low, char high) const {
    __m128i offset = _mm_sub_epi8(bytes_, _mm_set1_epi8(low));
    return _mm_cmpeq_epi8(_mm_min_epu8(offset, _mm_set1_epi8(static_cast<char>(high - low))), offset);
  }
  __m128i bytes_;
#else
  Window(const char* at, const char* limit) {
    std::memcpy(bytes_, at, limit - at >= 16 ? 16 : static_cast<size_t>(limit - at));
  }
  template <char... C>
  uint32_t any() const {
    uint32_t mask = 0;
    for (unsigned i = 0; i < 16; ++i) mask |= uint32_t{((bytes_[i] == C) || ...)} << i;
    return mask;
  }
  template <char... C>
  uint32_t any_or_blank() const {
    uint32_t mask = any<C...>();
    for (unsigned i = 0; i < 16; ++i) mask |= uint32_t{static_cast<unsigned char>(bytes_[i]) <= ' '} << i;
    return mask;
  }
  uint32_t unusual_in_uri() const { return without(kUri) | any<'%', '[', ']'>(); }
  uint32_t not_host() const { return without(kHost); }

 private:
  uint32_t without(CharClass what) const {
    uint32_t mask = 0;
    for (unsigned i = 0; i < 16; ++i) mask |= uint32_t{!is(bytes_[i], what)} << i;
    return mask;
  }
  char bytes_[16] = {};
#endif
};

// The first of the characters C in the field; its end for none.
template <char... C>
inline const char* find_first(Cursor c) {
  for (const char* at = c.at; at < c.end; at += 16) {
    if (uint32_t mask = Window(at, c.limit).any<C...>()) {
      const char* found = at + std::countr_zero(mask);
      return found < c.end ? found : c.end;
    }
  }
  return c.end;
}
// … or the first blank: a space or a control byte.
template <char... C>
inline const char* find_first_or_blank(Cursor c) {
  for (const char* at = c.at; at < c.end; at += 16) {
    if (uint32_t mask = Window(at, c.limit).any_or_blank<C...>()) {
      const char* found = at + std::countr_zero(mask);
      return found < c.end ? found : c.end;
    }
  }
  return c.end;
}

// The first byte that may not stand in the name of a host; the field's end for none.
inline const char* host_end(Cursor c) {
  for (const char* at = c.at; at < c.end; at += 16) {
    if (uint32_t mask = Window(at, c.limit).not_host()) {
      const char* found = at + std::countr_zero(mask);
      return found < c.end ? found : c.end;
    }
  }
  return c.end;
}

// Makes a value of views and numbers empty. `value = T{}` would be compiled to `rep stos`, whose start costs
// more than all these stores.
template <class T>
inline void clear(T& value) {
  static_assert(std::is_trivially_copyable_v<T> && sizeof(T) % 8 == 0);
#if defined(__SSE2__)
  auto* at = reinterpret_cast<char*>(&value);
#pragma GCC unroll 32
  for (size_t i = 0; i + 16 <= sizeof(T); i += 16)
    _mm_storeu_si128(reinterpret_cast<__m128i*>(at + i), _mm_setzero_si128());
  if (sizeof(T) % 16 != 0)
    _mm_storeu_si128(reinterpret_cast<__m128i*>(at + sizeof(T) - 16), _mm_setzero_si128());
#else
  value = T{};
#endif
}

inline void skip_space(Cursor& c) {
  while (c.at < c.end && is(*c.at, kSpace)) ++c.at;
}

// Without the white space around it.
inline std::string_view trimmed(const char* begin, const char* end) {
  while (begin < end && is(*begin, kSpace)) ++begin;
  while (begin < end && is(end[-1], kSpace)) --end;
  return view(begin, end);
}
inline std::string_view trimmed(std::string_view text) {
  return trimmed(text.data(), text.data() + text.size());
}

using parse::load8;
// Eight bytes, the first one lowest; zeros from `limit` on.
inline uint64_t load8(const char* at, const char* limit) {
  uint64_t word = 0;
  if (limit - at >= 8) [[likely]]
    std::memcpy(&word, at, 8);
  else
    word = std::bit_cast<std::array<uint64_t, 2>>(load_tail(at, limit))[0];
  return std::endian::native == std::endian::little ? word : __builtin_bswap64(word);
}
// The word's first `size` bytes, zeros behind them.
inline uint64_t first_bytes(uint64_t word, size_t size) {
  return size >= 8 ? word : word & ((uint64_t{1} << (8 * size)) - 1);
}
// A..Z made a..z, nothing else changed.
constexpr uint64_t lower8(uint64_t word) {
  constexpr uint64_t kOnes = 0x0101010101010101, kTops = 0x80 * kOnes;
  uint64_t low = word & ~kTops;
  uint64_t letters = (low + (0x80 - 'A') * kOnes) & ~(low + (0x7f - 'Z') * kOnes) & ~word & kTops;
  return word | letters >> 2;
}

inline char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }
// `name` is in lower case.
inline bool same_word(std::string_view text, std::string_view name) {
  if (text.size() != name.size()) return false;
  for (size_t i = 0; i < text.size(); ++i)
    if (lower(text[i]) != name[i]) return false;
  return true;
}

// A quoted string that begins at c.at: what stands inside, c.at set behind it. One that does not end goes to
// the end of the field.
inline std::string_view take_quoted(Cursor& c, DeviationSet& deviations) {
  const char* begin = ++c.at;
  for (;;) {
    c.at = find_first<'"', '\\'>(c);
    if (c.at >= c.end) break;
    if (*c.at == '"') return view(begin, c.at++);
    c.at += 2;
  }
  c.at = c.end;
  deviations.add(Deviation::unterminated_quote);
  return view(begin, c.end);
}

enum class Number : uint8_t { good, none, bad, overflow };
// 1*DIGIT, at most 2^32-1.
inline Number read_number(std::string_view text, uint32_t& value) {
  if (text.empty()) return Number::none;
  uint64_t sum = 0;
  for (char c : text) {
    if (!is(c, kDigit)) return Number::bad;
    sum = sum * 10 + static_cast<uint64_t>(c - '0');
    if (sum > 0xffffffff) sum = 0x100000000;  // stays too large
  }
  if (sum > 0xffffffff) return Number::overflow;
  value = static_cast<uint32_t>(sum);
  return Number::good;
}
// The same, with what is wrong noted; `bad` is what to call it. Nothing written then.
bool read_number(std::string_view text, uint32_t max, Deviation bad, uint32_t& value,
                 DeviationSet& deviations);

// 1..65535; else `bad_port` and 0.
uint16_t read_port(std::string_view digits, DeviationSet& deviations);

// host[:port], with the brackets of an IPv6 reference taken off. `c` is all that.
struct HostPort {
  std::string_view host;
  uint16_t port = 0;
  bool ipv6 = false;
};
HostPort read_host_port(Cursor c, DeviationSet& deviations);

// name=value of a header or a URI; white space around each part is passed. Leaves c.at at the next `;` or `,`
// or the end. Names that the caller knows are tokens; others he hands to check_name().
struct Parameter {
  std::string_view name;
  std::string_view value;
  bool has_value = false;
};
Parameter read_parameter(Cursor& c, DeviationSet& deviations);
inline void check_name(const Parameter& parameter, DeviationSet& deviations) {
  deviations.add_if(parameter.name.empty() || !all(parameter.name, kToken), Deviation::bad_parameter);
}
// The same as read_parameter, c.at standing at the semicolon before it.
inline Parameter take_parameter(Cursor& c, DeviationSet& deviations) {
  ++c.at;
  return read_parameter(c, deviations);
}

}  // namespace denwaban::parse::sip
