// SPDX-License-Identifier: GPL-3.0-or-later
// Decisions become effects: what the ledger says is shown by the firewall, at once where possible, else at
// the next reconciliation. Owned by one thread.
#pragma once

#include <optional>
#include <set>
#include <span>

#include "actions/firewall.h"
#include "model/decision.h"

namespace denwaban::actions {

// The entry that a decision asks for, with the span left at `now`; nullopt when it asks for none (notify,
// none, unban, disallow, dry runs) or is over. IPv6 addresses are shed as their /64.
std::optional<FirewallEntry> entry_for(const Decision& decision, Time now);

class Enforcer {
 public:
  // `firewall` outlives it.
  Enforcer(Firewall& firewall, GuardedPorts ports) : firewall_(firewall), ports_(std::move(ports)) {}

  // Makes our table stand.
  Status install();
  Status guard_ports(GuardedPorts ports);

  // One transaction, if no networks are among them. On an error the entries concerned are missing or too many
  // until reconcile() has succeeded. A decision that no firewall can carry out (too wide, a shed network) is
  // an error, but does not keep the others back.
  Status apply(std::span<const Decision> decisions, Time now);
  // Changes that no decision stands behind: the registered phones' pass entries.
  Status apply(std::span<const FirewallChange> changes);

  struct Repair {
    size_t added = 0, removed = 0;  // changes made to the kernel
    bool table_was_gone = false;
  };
  // Makes the kernel show exactly `desired` (all sets, pass entries too): at start, every minute, and when
  // behind(). Beyond kListMax entries the kernel cannot be listed in reasonable time: then it is only made
  // sure that the table stands, and after a failure everything is applied again; what is too many goes when
  // its span is over.
  Result<Repair> reconcile(std::span<const FirewallEntry> desired);

  // The kernel may show something else than it should: reconcile soon.
  bool behind() const { return behind_; }
  const std::optional<Error>& last_error() const { return last_error_; }

 private:
  Status note(Status status);
  void map(const Decision& decision, Time now, std::vector<FirewallChange>& out);
  Result<Repair> rebuild(std::span<const FirewallEntry> desired, bool remove_first);

  Firewall& firewall_;
  GuardedPorts ports_;
  bool behind_ = true;  // until the first reconciliation
  std::optional<Error> last_error_;
  std::set<std::pair<IpPrefix, uint16_t>> port_bans_;  // made here: an unban of the address lifts them too
};

}  // namespace denwaban::actions
