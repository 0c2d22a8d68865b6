// SPDX-License-Identifier: GPL-3.0-or-later
// An audit as it is told: what was found, less what is excused or known, and what was left out.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "audit/audit.h"
#include "audit/suppression.h"
#include "report/audit/baseline.h"

namespace denwaban::report {

struct Review {
  std::string folder;                   // as the person called it
  std::vector<ConfigFinding> findings;  // most severe first, inert ones last; one for each cause
  std::vector<TollPath> paths;          // weakest gate first
  std::vector<audit::Unread> unread;
  std::vector<std::string> missing;  // contexts that callers get to, and that stand in no file
  std::vector<std::string> bounds;
  size_t files = 0;
  size_t lines = 0;
  std::vector<audit::Excused> excused;  // findings that a suppression covers
  size_t known = 0;                     // findings and ways that the baseline has
  std::vector<std::string> remarks;     // about suppressions: expired, or covering nothing; sentences
  int score = 100;                      // with the known ones
};

struct ReviewOptions {
  std::string folder;  // as the person called it
  bool all = false;    // ways that lead nowhere, too
  std::vector<audit::Suppression> suppressions;
  std::string today;  // "2026-11-22"
  const Baseline* baseline = nullptr;
};
Review review_of(audit::AuditResult result, const ReviewOptions& options);

size_t count_of(const Review& review, Severity severity);  // inert ones do not count
std::map<Verdict, size_t> verdicts_of(const Review& review);

}  // namespace denwaban::report
