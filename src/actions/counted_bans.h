// SPDX-License-Identifier: GPL-3.0-or-later
// Which bans the kernel counts packets for. An element's counter costs the kernel about twice as much as all
// the rest of it, so only the first bans stand in sets that count; the others go into the bulk sets, which
// mean the same and do not.
//
// Remembers the keys of the first, so that each ban stands in one set only. What has expired meanwhile keeps
// its place until the set is read again. Owned by one thread.
#pragma once

#include <absl/container/flat_hash_set.h>

#include <span>

#include "actions/nftables_layout.h"

namespace denwaban::actions {

class CountedBans {
 public:
  explicit CountedBans(size_t count_max) : count_max_(count_max) {}

  // The set for a change of the ban with this key: `home`, or its bulk set. What is to be added is counted
  // from now on while there is room; what is to be removed no longer.
  SetId place(SetId home, const net::NftKey& key, bool add);
  // What `home` holds, read from the kernel.
  void learn(SetId home, std::span<const net::NftElement> elements);

 private:
  struct Place {
    SetId home;
    net::NftKey key;
    friend bool operator==(const Place&, const Place&) = default;
    template <class Hash>
    friend Hash AbslHashValue(Hash hash, const Place& place) {
      // Of ban sets the keys have 4 or 16 bytes.
      return Hash::combine(
          Hash::combine_contiguous(std::move(hash), place.key.bytes.data(), place.key.length), place.home);
    }
  };

  const size_t count_max_;
  absl::flat_hash_set<Place> held_;
};

}  // namespace denwaban::actions
