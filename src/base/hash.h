// SPDX-License-Identifier: GPL-3.0-or-later
// Seeded 64-bit hashing for tables whose keys attackers choose, and an unseeded stable digest for identifiers.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "base/ip.h"

namespace denwaban {

// A secret of the process in `watch`; a fixed number in `replay` and the simulator, so that results repeat.
struct HashSeed {
  uint64_t value = 0x9e3779b97f4a7c15u;
  static HashSeed random();  // from getrandom(2)
};

// One multiply and fold (the core of wyhash): strong enough against chosen keys when the seed is secret.
constexpr uint64_t mix(uint64_t a, uint64_t b) {
  unsigned __int128 product = static_cast<unsigned __int128>(a ^ 0xa0761d6478bd642fu) * (b ^ 0xe7037ed1a0b428dbu);
  return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
}

inline uint64_t hash(HashSeed seed, uint64_t key) { return mix(seed.value ^ key, key + seed.value); }
uint64_t hash_long(HashSeed seed, std::string_view bytes);  // the same for any length; for hash()

// Account names are short, and hashed several times for each failure.
inline uint64_t hash(HashSeed seed, std::string_view bytes) {
  if (bytes.size() > 8) return hash_long(seed, bytes);
  uint64_t word = 0;
  if (bytes.size() >= 4) {
    uint32_t front, back;
    std::memcpy(&front, bytes.data(), 4);
    std::memcpy(&back, bytes.data() + bytes.size() - 4, 4);
    word = front | uint64_t{back} << (8 * (bytes.size() - 4));
  } else {
    for (size_t i = 0; i < bytes.size(); ++i) word |= uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
  }
  return mix(seed.value ^ bytes.size(), word);
}

inline uint64_t hash(HashSeed seed, const IpAddress& address) {
  uint64_t high, low;
  std::memcpy(&high, address.bytes().data(), 8);
  std::memcpy(&low, address.bytes().data() + 8, 8);
  return mix(mix(seed.value, high), low);
}

// 16 hex digits that never change between runs, machines or versions (FNV-1a, folded): for finding and decision ids.
std::string stable_id(std::string_view text);

}  // namespace denwaban
