// SPDX-License-Identifier: GPL-3.0-or-later
// The ways to people that the settings name.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "notify/channel.h"
#include "settings/settings.h"

namespace denwaban::engine {

struct Channels {
  std::vector<std::unique_ptr<notify::Channel>> usable;
  std::vector<std::string> remarks;  // what keeps others from being used, one sentence each
};
// Reads the files with secrets.
Channels notify_channels(const settings::NotifySettings& settings);

}  // namespace denwaban::engine
