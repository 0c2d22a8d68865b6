// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/hash.h"

#include <fmt/format.h>
#include <sys/random.h>

#include <cstring>

#include "base/check.h"

namespace denwaban {

HashSeed HashSeed::random() {
  HashSeed seed;
  DENWABAN_CHECK(getrandom(&seed.value, sizeof seed.value, 0) == sizeof seed.value);
  return seed;
}

uint64_t hash_long(HashSeed seed, std::string_view bytes) {
  uint64_t state = seed.value ^ bytes.size();
  while (bytes.size() > 8) {
    uint64_t word;
    std::memcpy(&word, bytes.data(), 8);
    state = mix(state, word);
    bytes.remove_prefix(8);
  }
  uint64_t word = 0;
  if (!bytes.empty()) std::memcpy(&word, bytes.data(), bytes.size());
  return mix(state, word);
}

std::string stable_id(std::string_view text) {
  uint64_t state = 0xcbf29ce484222325u;
  for (unsigned char byte : text) state = (state ^ byte) * 0x100000001b3u;
  return fmt::format("{:016x}", state ^ state >> 29);
}

}  // namespace denwaban
