// SPDX-License-Identifier: GPL-3.0-or-later
// Whom we count: an IPv4 address, or the /64 of an IPv6 address. Addresses are compared and cut as two words,
// since this happens several times for each failure.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <vector>

#include "base/hash.h"
#include "base/ip.h"

namespace denwaban::detect {

struct Words {
  uint64_t front = 0, back = 0;  // as they stand in memory
  friend bool operator==(const Words&, const Words&) = default;
};

inline Words words_of(const IpAddress& address) {
  Words words;
  std::memcpy(&words.front, address.bytes().data(), 8);
  std::memcpy(&words.back, address.bytes().data() + 8, 8);
  return words;
}

inline bool is_v4(const IpAddress& address) {
  static constexpr uint8_t kMapped[4] = {0, 0, 0xff, 0xff};
  return words_of(address).front == 0 && std::memcmp(address.bytes().data() + 8, kMapped, 4) == 0;
}

inline bool same(const IpAddress& a, const IpAddress& b) { return words_of(a) == words_of(b); }

// The first place of `word` from `begin` on; the size when there is none.
inline size_t find_word(const std::vector<uint32_t>& words, uint32_t word, size_t begin = 0) {
  const uint32_t* end = words.data() + words.size();
  return static_cast<size_t>(std::find(words.data() + begin, end, word) - words.data());
}

// The key of an address: IPv4 itself, IPv6 with all behind the /64 cleared.
inline IpAddress source_of(const IpAddress& address) {
  if (is_v4(address)) return address;
  auto bytes = address.bytes();
  std::memset(bytes.data() + 8, 0, 8);
  return IpAddress::v6(bytes);
}

struct AddressHash {
  HashSeed seed;
  size_t operator()(const IpAddress& address) const {
    Words words = words_of(address);
    return static_cast<size_t>(mix(mix(seed.value, words.front), words.back));
  }
};
struct SameAddress {
  bool operator()(const IpAddress& a, const IpAddress& b) const { return same(a, b); }
};

}  // namespace denwaban::detect
