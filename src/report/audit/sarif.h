// SPDX-License-Identifier: GPL-3.0-or-later
// SARIF 2.1.0 (OASIS): findings for code review and for dashboards of many tools.
#pragma once

#include <string>
#include <string_view>

#include "report/audit/review.h"

namespace denwaban::report {

// `root` is the folder that files are relative to, without links.
std::string sarif_log(const Review& review, std::string_view root, std::string_view version);

}  // namespace denwaban::report
