// SPDX-License-Identifier: GPL-3.0-or-later
// An audit as it is told: what was found, less what is excused or known, and what was left out.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "audit/audit.h"

namespace denwaban::report {

struct Review {
  std::string folder;  // as the person called it
  std::vector<ConfigFinding> findings;  // most severe first, inert ones last
  std::vector<TollPath> paths;          // weakest gate first
  std::vector<audit::Unread> unread;
  std::vector<std::string> bounds;
  size_t files = 0;
  size_t lines = 0;
  size_t suppressed = 0;             // findings that an exception covers
  size_t known = 0;                  // findings that the baseline has
  std::vector<std::string> remarks;  // about exceptions: expired, or covering nothing; sentences
  int score = 100;                   // of `findings`
};

// Without the ways that are none, unless `all`.
Review review_of(audit::AuditResult result, std::string folder, bool all);

size_t count_of(const Review& review, Severity severity);  // inert ones do not count
std::map<Verdict, size_t> verdicts_of(const Review& review);

}  // namespace denwaban::report
