// SPDX-License-Identifier: GPL-3.0-or-later
// What must change so that the kernel shows what the ledger says. Pure.
#pragma once

#include <span>
#include <vector>

#include "actions/firewall.h"

namespace denwaban::actions {

struct ReconcileOptions {
  // Spans that differ by no more than this are the same: the kernel's clock and ours are read at different
  // moments.
  Seconds tolerance{5};
};

// `desired`: what should be, with the spans left now; no order, no entry twice (if one is, the last counts).
// `held`: what the kernel listed. Networks that lie inside another desired network of the same set are not
// asked for, since the kernel shows the outermost only (interval_plan.h). Removals come before additions.
std::vector<FirewallChange> reconcile(std::span<const FirewallEntry> desired,
                                      std::span<const FirewallEntry> held,
                                      const ReconcileOptions& options = {});

}  // namespace denwaban::actions
