// SPDX-License-Identifier: GPL-3.0-or-later
// An audit as one HTML page that needs nothing else: no script, nothing fetched, for the screen and for
// paper.
#pragma once

#include <string>

#include "report/audit/review.h"
#include "report/page.h"

namespace denwaban::report {

std::string audit_page(const Review& review, const PageFacts& facts);

}  // namespace denwaban::report
