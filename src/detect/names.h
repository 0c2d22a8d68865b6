// SPDX-License-Identifier: GPL-3.0-or-later
// Account names as numbers. Attackers try the same names from thousands of addresses: each is kept once, with
// the count of its users. Bounded: when full, new names have no number and are counted without text.
#pragma once

#include <absl/container/flat_hash_map.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"

namespace denwaban::detect {

// Before the text of what is no account but listed beside them: Finding::details.
constexpr char kDetailMark = '\x01';

// The keys are seeded hashes already.
struct SameHash {
  size_t operator()(uint64_t key) const { return static_cast<size_t>(key); }
};

class Names {
 public:
  using Id = uint32_t;
  static constexpr Id kNone = ~0u;

  explicit Names(size_t capacity) : capacity_(capacity) {}

  // `hashed` is the seeded hash of `name`.
  Id acquire(std::string_view name, uint64_t hashed) {
    auto found = by_hash_.find(hashed);
    if (found != by_hash_.end()) {
      ++names_[found->second].users;
      return found->second;
    }
    if (by_hash_.size() >= capacity_) return kNone;
    Id id = static_cast<Id>(names_.size());
    if (!free_.empty()) {
      id = free_.back();
      free_.pop_back();
    } else {
      names_.emplace_back();
    }
    names_[id] = {std::string(name), hashed, 1};
    by_hash_.emplace(hashed, id);
    return id;
  }
  Id find(uint64_t hashed) const {
    auto found = by_hash_.find(hashed);
    return found == by_hash_.end() ? kNone : found->second;
  }
  void release(Id id) {
    if (id == kNone || --names_[id].users > 0) return;
    by_hash_.erase(names_[id].hash);
    names_[id] = {};
    free_.push_back(id);
  }
  const std::string& text(Id id) const { return names_[id].text; }
  size_t bytes() const { return names_.capacity() * sizeof(Name) + by_hash_.capacity() * 17; }

 private:
  struct Name {
    std::string text;
    uint64_t hash = 0;
    uint32_t users = 0;
  };
  size_t capacity_;
  std::vector<Name> names_;
  std::vector<Id> free_;
  absl::flat_hash_map<uint64_t, Id, SameHash> by_hash_;
};

}  // namespace denwaban::detect
