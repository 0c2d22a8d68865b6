// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/toll_paths.h"

namespace denwaban::audit {

TollAnalysis find_toll_paths(const Estate&) { return {}; }

}  // namespace denwaban::audit
