// SPDX-License-Identifier: GPL-3.0-or-later
// What a section of pjsip_wizard.conf stands for: endpoint, auths, aor, identify and registrations, as
// sections of pjsip.conf would say it (res/res_pjsip_config_wizard.c).
#pragma once

#include <memory>

#include "parse/config/config_file.h"

namespace denwaban::audit {

// The same file with the categories that the wizards make behind the written ones. Each of their options
// stands where the wizard's option does that it comes from.
std::shared_ptr<const parse::ConfigFile> expand_wizards(const parse::ConfigFile& written);

}  // namespace denwaban::audit
