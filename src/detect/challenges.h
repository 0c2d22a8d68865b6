// SPDX-License-Identifier: GPL-3.0-or-later
// Names that an address asked for and was challenged about, and never answered for. A telephone answers
// within the second and is forgotten; svwar against a PBX that answers all names alike only ever asks. Kept
// apart from the suspects, as every honest telephone passes through here. 512 addresses at a time, the
// longest silent one makes room.
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "detect/names.h"
#include "detect/options.h"
#include "model/event.h"
#include "track/trust.h"

namespace denwaban::detect {

class Challenges {
 public:
  Challenges(Names& names, HashSeed seed) : names_(names), seed_(seed) {}

  // Returns true when so many names are unanswered that this is an enumeration; names that logged in from
  // this address before do not count. Of calls the name is the number: who dials many and never says who
  // he is looks for a way out.
  bool challenged(const Event& event, std::string_view name, uint64_t name_hash,
                  const AccountEnumeration& options, const track::Trust& trust);
  void answered(const IpAddress& address, uint64_t name_hash);
  // Of what is unanswered: how many names are such.
  template <class F>
  size_t unanswered(const IpAddress& address, F&& is_such) {
    const Entry* entry = find(address);
    size_t count = 0;
    for (size_t i = 0; entry && i < entry->used; ++i) count += is_such(names_.text(entry->asked[i].name));
    return count;
  }
  // Calls f(name) for what `challenged` counted, and forgets it.
  template <class F>
  void take(const IpAddress& address, F&& f) {
    Entry* entry = find(address);
    if (!entry) return;
    for (size_t i = 0; i < entry->used; ++i) f(names_.text(entry->asked[i].name));
    clear(*entry);
  }
  // Calls f(event) for each address that is silent since `until`, answered nothing and was not told of: the latest that it
  // was challenged about, without text.
  template <class F>
  void silent(uint32_t until, F&& f) {
    for (Entry& entry : entries_) {
      if (entry.used == 0 || entry.told || entry.last > until) continue;
      entry.told = true;
      f(entry.latest);
    }
  }
  size_t bytes() const { return entries_.capacity() * sizeof(Entry); }

 private:
  static constexpr size_t kWays = 4;
  static constexpr size_t kSets = 128;
  struct Asked {
    Names::Id name = 0;
    uint32_t second = 0;
  };
  struct Entry {
    IpAddress key;  // unspecified: free
    uint32_t last = 0;
    uint32_t used = 0;
    bool told = false;
    Event latest;
    std::array<Asked, 16> asked;
  };

  Entry* set_of(const IpAddress& key);
  Entry* find(const IpAddress& address);
  void drop(Entry& entry, size_t i);
  void clear(Entry& entry);

  Names& names_;
  HashSeed seed_;
  std::vector<Entry> entries_;
};

}  // namespace denwaban::detect
