// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/md5.h"

#include <array>
#include <bit>
#include <cstdint>

namespace denwaban::audit {
namespace {

// floor(2^32 * abs(sin(i + 1))), RFC 1321, 3.4.
constexpr uint32_t kSines[64] = {
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
    0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
    0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
    0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
    0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
    0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
    0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
    0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391};
constexpr int kTurns[4][4] = {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};

using State = std::array<uint32_t, 4>;

uint32_t word_at(std::string_view block, size_t index) {
  uint32_t word = 0;
  for (size_t i = 0; i < 4; ++i)
    word |= static_cast<uint32_t>(static_cast<uint8_t>(block[4 * index + i])) << (8 * i);
  return word;
}

void add_block(State& state, std::string_view block) {
  auto [a, b, c, d] = state;
  for (uint32_t i = 0; i < 64; ++i) {
    uint32_t mixed = 0, index = 0;
    switch (i / 16) {
      case 0:
        mixed = (b & c) | (~b & d), index = i;
        break;
      case 1:
        mixed = (d & b) | (~d & c), index = (5 * i + 1) % 16;
        break;
      case 2:
        mixed = b ^ c ^ d, index = (3 * i + 5) % 16;
        break;
      default:
        mixed = c ^ (b | ~d), index = 7 * i % 16;
        break;
    }
    uint32_t turned = std::rotl(a + mixed + kSines[i] + word_at(block, index), kTurns[i / 16][i % 4]);
    a = d, d = c, c = b, b += turned;
  }
  state[0] += a, state[1] += b, state[2] += c, state[3] += d;
}

}  // namespace

std::string md5_hex(std::string_view text) {
  State state = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
  uint64_t bits = uint64_t{text.size()} * 8;
  while (text.size() >= 64) {
    add_block(state, text.substr(0, 64));
    text.remove_prefix(64);
  }
  std::string rest(text);
  rest += '\x80';
  while (rest.size() % 64 != 56) rest += '\0';
  for (int i = 0; i < 8; ++i) rest += static_cast<char>(bits >> (8 * i));
  for (size_t at = 0; at < rest.size(); at += 64) add_block(state, std::string_view(rest).substr(at, 64));
  std::string hex;
  for (uint32_t word : state)
    for (int i = 0; i < 4; ++i)
      for (int shift : {4, 0}) hex += "0123456789abcdef"[word >> (8 * i + shift) & 15];
  return hex;
}

}  // namespace denwaban::audit
