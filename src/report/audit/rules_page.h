// SPDX-License-Identifier: GPL-3.0-or-later
// The catalogue of rules: as a page in Markdown (docs/rules.md), or a record each.
#pragma once

#include <string>

namespace denwaban::report {

std::string rules_page();
std::string rule_records();

}  // namespace denwaban::report
