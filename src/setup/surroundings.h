// SPDX-License-Identifier: GPL-3.0-or-later
// What setup has to know of this machine.
#pragma once

#include <string>

#include "base/result.h"
#include "pbx/exchange.h"
#include "setup/asterisk_console.h"
#include "setup/plan.h"

namespace denwaban::setup {

// `rotate_dir`: where logrotate reads its folders from; left out of the result when it is not there.
Surroundings look_around(const pbx::Exchange& exchange, const AsteriskConsole& console,
                         const std::string& rotate_dir);

// 43 letters, digits, '-' and '_': 256 bits of the kernel's randomness, and nothing that a configuration file
// reads as anything else.
std::string random_secret();

}  // namespace denwaban::setup
