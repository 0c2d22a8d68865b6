// SPDX-License-Identifier: GPL-3.0-or-later
// users.conf: one section for a person's devices of several channel drivers. Its [general] stands in front of
// each section's own options, passwords included, as if it were a template (chan_sip.c, reload_config;
// chan_iax2.c, set_config).
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "audit/sources.h"

namespace denwaban::audit {

// users.conf with what [general] says copied in front of every other section. Null: no users.conf.
std::shared_ptr<const parse::ConfigFile> expand_users(const Sources& sources);

// The sections for which `flag` ("hassip", "hasiax", "hasmanager") is on. Templates and [general] are none.
std::vector<const parse::ConfigCategory*> users_with(const parse::ConfigFile& expanded,
                                                     std::string_view flag);

}  // namespace denwaban::audit
