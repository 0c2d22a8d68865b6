// SPDX-License-Identifier: GPL-3.0-or-later
// Names and passwords that were tried at the manager interface and refused, kept so that what an honest
// person mistyped is never published:
//
// - A text is told only when enough addresses tried it often enough (`told_from`); whoever mistypes does so
// from one.
// - Who logs in takes his refused tries with him (`forgive`).
// - What was accepted, and what is like it by a letter or two, is gone (`forget`), and not counted again in
// this life.
// - Before a text may be told it stands in memory only: `save` writes a seeded hash in its place.
//
// Bounded by the sketch of top_keys.h. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/bytes.h"
#include "base/hash.h"
#include "base/ip.h"

namespace denwaban::report {

struct ToldFrom {
  uint32_t addresses = 2;
  uint32_t tries = 3;
};

class Tried {
 public:
  struct Entry {
    std::string text;
    uint64_t count = 0;
    uint32_t addresses = 0;  // at most kAddressesMax are told apart
  };
  static constexpr size_t kAddressesMax = 3;

  Tried(size_t texts_max, ToldFrom told_from) : texts_max_(texts_max), told_from_(told_from) {}

  void add(std::string_view text, const IpAddress& address, HashSeed seed);
  void forgive(const IpAddress& address);
  // What was accepted, and what is like it. True: something went.
  bool forget(std::string_view accepted);
  // The most frequent first. `rare`: those that must not be told as well, as far as this life has seen their
  // texts.
  std::vector<Entry> ranked(bool rare) const;
  uint64_t total() const;  // of all that are held
  void trim(size_t keep);

  void save(ByteWriter& out) const;
  bool load(ByteReader& in);

 private:
  struct Held {
    std::string text;  // empty: not known in this life
    std::array<IpAddress, kAddressesMax> from{};
    std::array<uint32_t, kAddressesMax> tries{};
    uint64_t others = 0;  // tries from further addresses, or of those that a full table lost
    uint64_t count() const { return tries[0] + tries[1] + tries[2] + others; }
    uint32_t addresses() const { return (tries[0] > 0) + (tries[1] > 0) + (tries[2] > 0); }
  };
  bool may_tell(const Held& held) const;
  void make_room();

  size_t texts_max_;
  ToldFrom told_from_;
  std::unordered_map<uint64_t, Held> held_;  // by seeded hash
};

// Whether one is the other but for case, a letter or two more, less, different or swapped, or is part of it.
bool are_alike(std::string_view a, std::string_view b);

}  // namespace denwaban::report
