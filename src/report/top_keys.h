// SPDX-License-Identifier: GPL-3.0-or-later
// The most frequent keys of an open-ended stream in bounded memory: the space-saving sketch (Metwally,
// Agrawal, El Abbadi: Efficient Computation of Frequent and Top-k Elements in Data Streams, 2005). A key that
// makes up more than one in `keys_max` of everything is always held; a count is never too low, and too high
// by at most `too_high`. Who sends new keys for ever makes nothing grow.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/bytes.h"
#include "base/hash.h"

namespace denwaban::report {

struct TextHash {
  using is_transparent = void;
  size_t operator()(std::string_view text) const { return hash(HashSeed{}, text); }
};

class TopKeys {
 public:
  struct Entry {
    std::string key;
    uint64_t count = 0;
    uint64_t too_high = 0;
  };

  explicit TopKeys(size_t keys_max = 256) : keys_max_(keys_max) {}
  TopKeys(TopKeys&&) = default;
  TopKeys& operator=(TopKeys&&) = default;

  void add(std::string_view key, uint64_t weight = 1);
  // The most frequent first, equals by key.
  std::vector<Entry> ranked() const;
  uint64_t total() const { return total_; }
  // Keeps the `keep` most frequent ones; `total` stays.
  void trim(size_t keep);

  void save(ByteWriter& out) const;
  bool load(ByteReader& in);

 private:
  void add_entry(Entry entry);

  size_t keys_max_;
  uint64_t total_ = 0;
  std::vector<uint64_t> counts_;  // apart from the rest: the least is looked for here
  std::vector<uint64_t> too_high_;
  std::vector<std::string_view> keys_;  // of index_
  std::unordered_map<std::string, uint32_t, TextHash, std::equal_to<>> index_;
};

}  // namespace denwaban::report
