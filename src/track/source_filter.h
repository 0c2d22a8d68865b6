// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a source was ever met, asked for each failure: most of those who fail are strangers, and this tells
// it without a look at the tables. A Bloom filter with one hash: it may take a stranger for an acquaintance,
// never the other way round, and does not forget. 8 KiB.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/hash.h"
#include "base/ip.h"

namespace denwaban::track {

class SourceFilter {
 public:
  explicit SourceFilter(HashSeed seed) : seed_(seed), words_(kBits / 64) {}

  void add(const IpAddress& source) {
    size_t bit = bit_of(source);
    words_[bit / 64] |= uint64_t{1} << bit % 64;
  }
  bool may_hold(const IpAddress& source) const {
    size_t bit = bit_of(source);
    return (words_[bit / 64] >> bit % 64 & 1) != 0;
  }

 private:
  static constexpr size_t kBits = 1 << 16;
  size_t bit_of(const IpAddress& source) const { return static_cast<size_t>(hash(seed_, source) % kBits); }

  HashSeed seed_;
  std::vector<uint64_t> words_;
};

}  // namespace denwaban::track
