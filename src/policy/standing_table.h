// SPDX-License-Identifier: GPL-3.0-or-later
// The bans, sheds and allowances by hand that hold now, found by target and by the moment at which they end.
// A million of them is the plan: an entry keeps what cannot be derived from its key and packs its texts into
// one string.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/prefix_map.h"
#include "model/decision.h"

namespace denwaban::policy {

class StandingTable {
 public:
  static constexpr Time kForever = Time::max();

  enum class Kind : uint8_t { ban, ban_port, shed, allow };
  struct Key {
    Kind kind = Kind::ban;
    IpPrefix target;
    uint16_t port = 0;
    friend auto operator<=>(const Key&, const Key&) = default;
  };
  struct Entry {
    Time time{};
    Time until = kForever;
    std::string texts;  // id, by, note and because, each ended by NUL
    uint16_t level = 0;
    Reason reason = Reason::evidence;
    bool proven = false;
    bool dry_run = false;

    bool by_hand() const { return reason == Reason::by_hand; }
    bool holds(Time now) const { return now < until; }
  };

  static Key key_of(const Decision& decision);
  static Entry entry_of(const Decision& decision);
  static Decision decision_of(const Key& key, const Entry& entry);

  void put(const Key& key, Entry entry);
  bool erase(const Key& key);
  const Entry* find(const Key& key) const;
  size_t size() const { return bans_.size() + ports_.size() + sheds_.size() + allows_.size(); }

  // The most specific ban (not of a port) that covers this target and still holds at `now`.
  const PrefixMap<Entry>::Entry* ban_over(const IpPrefix& target, Time now) const;
  // The keys of all bans and sheds whose target shares an address with this one.
  std::vector<Key> touching(const IpPrefix& target) const;
  // Bans of whole addresses that rest on claims.
  const std::set<IpPrefix>& claimed_bans() const { return claimed_; }
  // What ends next; nullopt when nothing does.
  std::optional<std::pair<Time, Key>> next_end() const;
  // The ban made without a person that ends next.
  std::optional<Key> next_automatic() const;
  std::vector<Key> keys() const;  // ordered by target, then kind and port

  void save(ByteWriter& out) const;
  bool load(ByteReader& in);

 private:
  PrefixMap<Entry> bans_;
  PrefixMap<Entry> sheds_;
  PrefixMap<Entry> allows_;
  PrefixMap<std::map<uint16_t, Entry>> ports_by_target_;
  std::set<Key> ports_;
  std::set<std::pair<Time, Key>> ends_;
  std::set<IpPrefix> claimed_;
};

}  // namespace denwaban::policy
