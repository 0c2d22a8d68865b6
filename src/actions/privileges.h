// SPDX-License-Identifier: GPL-3.0-or-later
// Giving up what a process may do. All of it is for good. Call these while the process has one thread:
// capabilities and identities belong to threads.
#pragma once

#include <sys/types.h>

#include <optional>
#include <span>

#include "base/result.h"

namespace denwaban::actions {

struct Identity {
  uid_t uid;
  gid_t gid;
};

// Leaves these capabilities (CAP_*, of those that the process has) and no others, neither to itself nor to
// what it executes; forbids gaining any (no_new_privs); becomes `identity`, without further groups, where it
// may.
Status drop_privileges(std::span<const int> keep, std::optional<Identity> identity = std::nullopt);

// Lets the process do what serving a socket and netlink takes, and kills it for any other system call.
Status confine_to_netlink();

}  // namespace denwaban::actions
