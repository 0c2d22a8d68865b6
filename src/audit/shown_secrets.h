// SPDX-License-Identifier: GPL-3.0-or-later
// The last thing before anything is shown: no password, PIN or key of the configuration stands in what was found.
#pragma once

#include <vector>

#include "audit/estate.h"
#include "model/config_finding.h"
#include "model/toll_path.h"

namespace denwaban::audit {

void hide_secrets(const Estate& estate, std::vector<ConfigFinding>& findings, std::vector<TollPath>& paths);

}  // namespace denwaban::audit
