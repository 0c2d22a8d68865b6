// SPDX-License-Identifier: GPL-3.0-or-later
// The bounded table of suspects. A quarter of it is for those with proven evidence: forged addresses cannot
// push them out.
#pragma once

#include <absl/container/flat_hash_map.h>

#include <algorithm>
#include <functional>
#include <memory>

#include "detect/lookup.h"
#include "detect/suspect.h"

namespace denwaban::detect {

class Suspects {
 public:
  Suspects(const Limits& limits, HashSeed seed, Names& names)
      : limits_(limits), names_(names), index_(0, AddressHash{seed}) {}

  Suspect* find(const IpAddress& address) {
    auto found = index_.find(source_of(address));
    return found == index_.end() ? nullptr : suspects_[found->second].get();
  }
  const Suspect* find(const IpAddress& address) const { return const_cast<Suspects*>(this)->find(address); }

  // The one at a place of the table.
  Suspect* at(uint32_t place) { return place < suspects_.size() ? suspects_[place].get() : nullptr; }
  // At least half of the room is taken: somebody attacks in earnest.
  bool crowded() const { return index_.size() * 2 >= limits_.suspects; }
  // How many failures it takes to become a suspect now.
  uint32_t promotion_mark() const;
  // A new suspect; nullptr when all others are more suspicious. `leaving` is called for one that is pushed
  // out.
  Suspect* add(const IpAddress& address, bool proven, uint32_t failures, Time now,
               const std::function<void(Suspect&)>& leaving);
  void remove(Suspect& suspect);
  // The number of a name in the suspect's list, added if there is room.
  NameIndex name_index(Suspect& suspect, std::string_view name, uint64_t hashed);

  // In the order of their places, which depends on the events only.
  template <class F>
  void each(F&& f) {
    for (size_t i = 0; i < suspects_.size(); ++i)
      if (suspects_[i]) f(*suspects_[i]);
  }
  // The same for those who asked to be looked at by `second`; f answers when to be looked at again.
  template <class F>
  void each_due(uint32_t second, F&& f) {
    for (size_t block = 0; block < blocks_due_.size(); ++block) {
      if (blocks_due_[block] > second) continue;
      size_t end = std::min(due_.size(), (block + 1) * kBlock);
      for (size_t i = block * kBlock; i < end; ++i)
        if (due_[i] <= second && suspects_[i]) due_[i] = f(*suspects_[i]);
      uint32_t earliest = ~0u;
      for (size_t i = block * kBlock; i < end; ++i)
        if (suspects_[i]) earliest = std::min(earliest, due_[i]);
      blocks_due_[block] = earliest;
    }
  }
  void look_soon(const Suspect& suspect) { due_[suspect.place] = blocks_due_[suspect.place / kBlock] = 0; }
  size_t size() const { return index_.size(); }
  uint64_t evicted() const { return evicted_; }
  size_t bytes() const;

  void save(ByteWriter& out) const;
  bool load(ByteReader& in);

 private:
  Suspect* put(std::unique_ptr<Suspect> suspect);
  NameIndex find_or_add(Suspect& suspect, std::string_view name, uint64_t hashed);
  Suspect* least_suspicious(bool among_proven, Time now);

  const Limits& limits_;
  Names& names_;
  absl::flat_hash_map<IpAddress, uint32_t, AddressHash> index_;
  std::vector<std::unique_ptr<Suspect>> suspects_;
  static constexpr size_t kBlock = 64;
  std::vector<uint32_t> due_;  // by place: seconds; apart, so that looking for them touches nothing else
  std::vector<uint32_t> blocks_due_;  // the earliest of each kBlock places, or earlier
  std::vector<uint32_t> free_;
  size_t hand_ = 0;  // where the search for somebody to push out goes on
  uint64_t evicted_ = 0;
};

}  // namespace denwaban::detect
