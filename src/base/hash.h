// SPDX-License-Identifier: GPL-3.0-or-later
// Seeded 64-bit hashing for tables whose keys attackers choose, and an unseeded stable digest for identifiers.
#pragma once

#include <cstdint>
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
uint64_t hash(HashSeed seed, std::string_view bytes);
uint64_t hash(HashSeed seed, const IpAddress& address);

// 16 hex digits that never change between runs, machines or versions (FNV-1a, folded): for finding and decision ids.
std::string stable_id(std::string_view text);

}  // namespace denwaban
