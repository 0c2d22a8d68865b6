// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/crc32c.h"

#include <array>
#include <cstring>

namespace denwaban::store {

namespace {

// Eight tables: eight bytes a step ("slicing by 8", Kounavis and Berry 2005).
constexpr auto kTables = [] {
  std::array<std::array<uint32_t, 256>, 8> tables{};
  for (uint32_t i = 0; i < 256; ++i) {
    uint32_t sum = i;
    for (int bit = 0; bit < 8; ++bit) sum = sum >> 1 ^ (sum & 1 ? 0x82f63b78u : 0);
    tables[0][i] = sum;
  }
  for (uint32_t i = 0; i < 256; ++i)
    for (size_t t = 1; t < 8; ++t) tables[t][i] = tables[t - 1][i] >> 8 ^ tables[0][tables[t - 1][i] & 0xff];
  return tables;
}();

}  // namespace

uint32_t crc32c(std::string_view bytes, uint32_t so_far) {
  uint32_t sum = ~so_far;
  while (bytes.size() >= 8) {
    uint64_t word;
    std::memcpy(&word, bytes.data(), 8);
    word ^= sum;
    sum = 0;
    for (size_t i = 0; i < 8; ++i) sum ^= kTables[7 - i][word >> (8 * i) & 0xff];
    bytes.remove_prefix(8);
  }
  for (char byte : bytes) sum = sum >> 8 ^ kTables[0][(sum ^ static_cast<uint8_t>(byte)) & 0xff];
  return ~sum;
}

}  // namespace denwaban::store
