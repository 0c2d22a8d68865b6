// SPDX-License-Identifier: GPL-3.0-or-later
// Whom no automatic decision may hit: the allow list, this machine's own surroundings, people who are logged
// in, trunks, and the address that stands in front of everybody.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/prefix_map.h"
#include "base/time.h"
#include "model/decision.h"

namespace denwaban::policy {

// Addresses that no automatic ban may hit, whatever the evidence says, and why. A value, replaced as a whole
// by its owner when the world changes (a login session begins, a trunk's name resolves anew).
struct Protected {
  struct Entry {
    IpPrefix prefix;
    Reason reason = Reason::own_address;  // own_address, trunk, login_session
    std::string what;                     // for people: "trunk provider (sip.conf:12)", "default gateway"
    std::optional<Time> until;            // nullopt: as long as this value stands
  };
  std::vector<Entry> entries;
};

class Spared {
 public:
  // The settings' part of the allow list; it cannot be taken off by hand.
  explicit Spared(std::span<const IpPrefix> allow);

  void protect(Protected entries);
  // Whether that is news.
  bool set_shared_front(std::optional<IpAddress> address) {
    return std::exchange(shared_front_, address) != address;
  }
  void allow_by_hand(const IpPrefix& prefix) { by_hand_[prefix] = true; }
  void disallow_by_hand(const IpPrefix& prefix) { by_hand_.erase(prefix); }
  void clear_by_hand() { by_hand_.clear(); }

  // Why nothing may be done to this target: it holds, or lies in, something on the allow list (allow_listed),
  // protected (own_address before login_session) or in front of everybody (shared_address). nullopt: nothing
  // speaks for it; trunks are asked for apart, because claims may limit their rate.
  std::optional<Reason> reason_for(const IpPrefix& target, Time now) const;
  bool holds_trunk(const IpPrefix& target, Time now) const;

  // The entry of the allow list that shares an address with this target.
  std::optional<IpPrefix> allowed(const IpPrefix& target) const;
  // The most important protection that shares an address with this target.
  std::optional<Protected::Entry> protection(const IpPrefix& target, Time now) const;

  std::vector<IpPrefix> allow_list() const;  // settings and by hand, ordered
  // Everything that is spared, as prefixes: what to look at again when the world has changed.
  std::vector<IpPrefix> prefixes() const;

 private:
  PrefixMap<bool> from_settings_;
  PrefixMap<bool> by_hand_;
  PrefixMap<std::vector<Protected::Entry>> protected_;
  std::optional<IpAddress> shared_front_;
};

}  // namespace denwaban::policy
