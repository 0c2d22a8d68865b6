// SPDX-License-Identifier: GPL-3.0-or-later
// Questions about the past, answered from the store's database: for the running guard and for when none runs.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "serve/desk.h"

namespace denwaban::guard {

// JSON lines, the oldest first; evidence with the number of its line where the log still holds it. No
// database yet: nothing.
Result<std::vector<std::string>> answer_findings(const std::string& store_folder,
                                                 const serve::FindingQuestion& question);
std::map<std::string, std::string> answer_titles(const std::string& store_folder,
                                                 const std::vector<std::string>& finding_ids);
Result<std::vector<Decision>> answer_decisions(const std::string& store_folder, const IpAddress& address,
                                               size_t limit);

}  // namespace denwaban::guard
