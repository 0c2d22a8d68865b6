// SPDX-License-Identifier: GPL-3.0-or-later
// Questions about the past, answered from the store's database: for the running guard and for when none runs.
#pragma once

#include <string>
#include <vector>

#include "serve/desk.h"

namespace denwaban::guard {

// JSON lines, the oldest first; evidence with the number of its line where the log still holds it. No database yet: nothing.
Result<std::vector<std::string>> answer_findings(const std::string& store_folder, const serve::FindingQuestion& question);
Result<std::vector<Decision>> answer_decisions(const std::string& store_folder, const IpAddress& address, size_t limit);

}  // namespace denwaban::guard
