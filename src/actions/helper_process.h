// SPDX-License-Identifier: GPL-3.0-or-later
// The privileged helper: the only process that may change the firewall.
//
// start_helper() forks a keeper, which gives up everything but CAP_NET_ADMIN and reads nothing; the keeper
// forks the worker, which also gives up all system calls but those for its socket and netlink, and serves the
// requests. When the worker dies (killed; a call that the filter forbids) the keeper makes another one, which
// the guard, having no capabilities left by then, could not. Both end when the guard closes its side of the
// socket, and not before: they ignore SIGINT, SIGTERM and SIGHUP, so that the guard's last orders are carried
// out.
#pragma once

#include <sys/types.h>

#include "actions/firewall.h"
#include "actions/helper_limits.h"
#include "base/unique_fd.h"

namespace denwaban::actions {

struct HelperProcess {
  pid_t pid = -1;  // the keeper
  UniqueFd socket;
};

// Call it before the process has a second thread, and before drop_privileges(). `foreign_tcp`: ports that will never
// be guarded, because other services of this machine listen there.
Result<HelperProcess> start_helper(std::vector<uint16_t> foreign_tcp = {});

// The worker's loop: answers requests from `socket` with `firewall` until the other side closes it.
void serve_firewall(int socket, Firewall& firewall, HelperLimits limits = HelperLimits());

}  // namespace denwaban::actions
