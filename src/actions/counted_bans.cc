// SPDX-License-Identifier: GPL-3.0-or-later
#include "actions/counted_bans.h"

namespace denwaban::actions {

SetId CountedBans::place(SetId home, const net::NftKey& key, bool add) {
  const Place place{home, key};
  if (!add) return held_.erase(place) > 0 ? home : *bulk_of(home);
  if (held_.size() >= count_max_) return held_.contains(place) ? home : *bulk_of(home);
  held_.insert(place);
  return home;
}

void CountedBans::learn(SetId home, std::span<const net::NftElement> elements) {
  absl::erase_if(held_, [home](const Place& place) { return place.home == home; });
  for (const net::NftElement& element : elements) held_.insert({home, element.key});
}

}  // namespace denwaban::actions
