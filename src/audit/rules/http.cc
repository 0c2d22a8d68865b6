// SPDX-License-Identifier: GPL-3.0-or-later
// DWB-HTTP: the HTTP server and ARI.
#include "audit/catalogue.h"

namespace denwaban::audit {

std::span<const Rule> http_rules() { return {}; }

}  // namespace denwaban::audit
