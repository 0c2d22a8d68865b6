// SPDX-License-Identifier: GPL-3.0-or-later
// What the helper refuses beyond what one message tells: it trusts the guard with nothing, so that whoever took
// the guard over can neither ban the Internet piece by piece nor have this machine's other services guarded.
// One owner, one thread.
#pragma once

#include <map>
#include <span>
#include <vector>

#include "actions/firewall.h"
#include "base/time.h"

namespace denwaban::actions {

// Bans of networks together reach no wider than an eighth of the IPv4 addresses (32 x /8) and than sixteen IPv6 /16
// (all that is given to customers is 2000::/3): room for every network that a person bans, and never everybody.
class HelperLimits {
 public:
  // `foreign_tcp`: ports on which other services of this machine listened when the helper started.
  explicit HelperLimits(std::vector<uint16_t> foreign_tcp = {}) : foreign_tcp_(std::move(foreign_tcp)) {}

  Status check(const GuardedPorts& ports) const;
  // Keeps the changes that may be made, and notes them. The error speaks of the first that may not.
  Status take(std::vector<FirewallChange>& changes, Time now);
  // Whether there is anything among them that is counted.
  static bool concern(std::span<const FirewallChange> changes);
  // What the kernel holds already, from an earlier life of the helper.
  void know(std::span<const FirewallEntry> entries, Time now);
  bool knows() const { return known_; }
  void forget();  // our table is gone

 private:
  struct Family {
    std::map<IpPrefix, Time> networks;  // and when their ban ends
    double width = 0;                   // in shares of the address space
  };
  Family& of(const IpPrefix& prefix) { return prefix.address().is_v4() ? v4_ : v6_; }
  bool add(const FirewallEntry& entry, Time now);
  void remove(const IpPrefix& prefix);
  static void expire(Family& family, Time now);

  std::vector<uint16_t> foreign_tcp_;
  Family v4_, v6_;
  bool known_ = false;
};

}  // namespace denwaban::actions
