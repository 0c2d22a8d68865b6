// SPDX-License-Identifier: GPL-3.0-or-later
// DWB-FEAT: feature codes and parking.
#include "audit/catalogue.h"

namespace denwaban::audit {

std::span<const Rule> feature_rules() { return {}; }

}  // namespace denwaban::audit
