// SPDX-License-Identifier: GPL-3.0-or-later
// The ways to people that the settings name.
#pragma once

#include <memory>
#include <vector>

#include "notify/channel.h"
#include "settings/settings.h"

namespace denwaban::engine {

// Reads the files with secrets. What cannot be used as it is set up is there, too, and fails.
std::vector<std::unique_ptr<notify::Channel>> notify_channels(const settings::NotifySettings& settings);

}  // namespace denwaban::engine
