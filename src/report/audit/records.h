// SPDX-License-Identifier: GPL-3.0-or-later
// The records of `audit --json` and `toll-paths --json`, one object a line without its line break.
#pragma once

#include <string>

#include "report/audit/review.h"

namespace denwaban::report {

std::string finding_record(const ConfigFinding& finding);
std::string toll_path_record(const TollPath& path);
// A file that is there and was not read.
std::string unread_record(const audit::Unread& unread);
std::string remark_record(const std::string& remark);
std::string summary_record(const Review& review);

// All of them, a line break after each.
std::string audit_records(const Review& review);
std::string toll_path_records(const Review& review);

}  // namespace denwaban::report
