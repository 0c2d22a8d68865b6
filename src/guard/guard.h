// SPDX-License-Identifier: GPL-3.0-or-later
// `watch`: the guard of this machine's exchange, from start to orderly stop.
//
// The order of the start: the privileged helper is forked while there is one thread; the store is opened and
// what it holds taken up; the machine and the exchange are looked at; the firewall is made to show what the
// ledger says; the logs are followed from where the last life stopped; the control door opens; privileges are
// dropped; the service manager is told.
#pragma once

#include <functional>
#include <string>

#include "base/result.h"
#include "settings/load.h"

namespace denwaban::guard {

struct WatchOptions {
  bool dry_run = false;
  bool from_start = false;  // read logs that were never followed from their beginning
  int stream = -1;  // where each finding and decision goes as a JSON line (record_stream.h); -1: nowhere
  // Loads the settings anew (SIGHUP); problems are logged and change nothing.
  std::function<settings::LoadResult()> reload;
  std::string version;
};

// Runs until SIGTERM or SIGINT. Errors: it could not start, or the helper is lost (the service manager
// restarts us, the bans stay in the kernel meanwhile).
Status watch(const settings::Settings& settings, const WatchOptions& options);

}  // namespace denwaban::guard
