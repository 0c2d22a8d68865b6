// SPDX-License-Identifier: GPL-3.0-or-later
// chan_dahdi.conf: values apply to the `channel =>` lines that follow them, section after section (channels/chan_dahdi.c).
#pragma once

#include <map>
#include <string>
#include <vector>

#include "audit/object.h"
#include "audit/sources.h"

namespace denwaban::audit {

struct DahdiChannels {
  std::string channels;  // "1-4,7", as written
  std::map<std::string, std::string> options;  // lower-case names, as they stand at this line
  bool is_trunk = false;  // signalling fxs_*, pri_cpe …: the other side is the public network
  const parse::ConfigFile* config = nullptr;
  const parse::ConfigVariable* variable = nullptr;
};

std::vector<DahdiChannels> read_dahdi(const Sources& sources);

}  // namespace denwaban::audit
