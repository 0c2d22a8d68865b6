// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/audit/review.h"

#include <algorithm>

namespace denwaban::report {

Review review_of(audit::AuditResult result, std::string folder, bool all) {
  Review review;
  review.folder = std::move(folder);
  review.findings = std::move(result.findings);
  review.paths = std::move(result.paths);
  if (!all) std::erase_if(review.paths, [](const TollPath& path) { return path.verdict == Verdict::not_reachable; });
  review.unread = std::move(result.unread);
  review.bounds = std::move(result.bounds);
  review.files = result.files;
  review.lines = result.lines;
  review.score = audit::score(review.findings);
  return review;
}

size_t count_of(const Review& review, Severity severity) {
  return static_cast<size_t>(std::count_if(review.findings.begin(), review.findings.end(), [&](const ConfigFinding& f) {
    return !f.inert && f.severity == severity;
  }));
}

std::map<Verdict, size_t> verdicts_of(const Review& review) {
  std::map<Verdict, size_t> count;
  for (const TollPath& path : review.paths) ++count[path.verdict];
  return count;
}

}  // namespace denwaban::report
