// SPDX-License-Identifier: GPL-3.0-or-later
// With what one logs in to this exchange's manager: the same place for whoever listens and whoever acts.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "pbx/exchange.h"
#include "settings/settings.h"
#include "sources/ami_client.h"

namespace denwaban::guard {

struct AmiLogin {
  std::string user, secret_file;
  std::string events;  // classes, or "off"
  uint32_t source = 0;
};

// `own`: this machine's addresses. Errors: not_found (there is no secret), usage, permission.
Result<sources::AmiClientOptions> ami_client_options(const settings::AmiSettings& settings, const AmiLogin& login,
                                                     const pbx::Exchange& exchange, const std::vector<IpAddress>& own);

}  // namespace denwaban::guard
