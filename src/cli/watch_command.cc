// SPDX-License-Identifier: GPL-3.0-or-later
// `denwaban watch`.
#include <unistd.h>

#include "cli/commands.h"
#include "cli/config.h"
#include "cli/terminal.h"
#include "cli/version.h"
#include "guard/guard.h"

namespace denwaban::cli {

int run(const Global& global, const Watch& command) {
  auto loaded = load_settings(global);
  if (!loaded) return 2;
  guard::WatchOptions options;
  options.dry_run = command.dry_run;
  options.from_start = command.from_start;
  options.version = kVersion;
  if (global.json) options.stream = STDOUT_FILENO;
  options.reload = [&global] {
    using settings::IfMissing;
    return settings::load(global.config, global.set,
                          global.config_given ? IfMissing::is_error : IfMissing::use_defaults);
  };
  auto watched = guard::watch(loaded->settings, options);
  return watched ? 0 : complain(watched.error());
}

}  // namespace denwaban::cli
