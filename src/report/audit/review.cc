// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/audit/review.h"

#include <algorithm>

#include "report/audit/grouping.h"
#include "text/message.h"

namespace denwaban::report {

namespace {

void excuse(Review& review, const ReviewOptions& options) {
  audit::Sifted sifted = audit::sift(std::move(review.findings), options.suppressions, options.today);
  review.findings = std::move(sifted.kept);
  review.excused = std::move(sifted.excused);
  auto tell = [&](std::string_view id, size_t index) {
    const audit::Suppression& s = options.suppressions[index];
    review.remarks.push_back(
        text::say(id, {{"place", s.place}, {"rule", s.rule}, {"expires", s.expires}, {"reason", s.reason}}));
  };
  for (size_t index : sifted.expired) tell("audit.suppression.expired", index);
  for (size_t index : sifted.idle) tell("audit.suppression.idle", index);
}

void leave_known(Review& review, const Baseline& baseline) {
  review.known +=
      std::erase_if(review.findings, [&](const ConfigFinding& f) { return baseline.contains(f.id); });
  review.known +=
      std::erase_if(review.paths, [&](const TollPath& path) { return baseline.contains(id_of(path)); });
}

}  // namespace

Review review_of(audit::AuditResult result, const ReviewOptions& options) {
  Review review;
  review.folder = options.folder;
  review.findings = std::move(result.findings);
  review.paths = std::move(result.paths);
  if (!options.all)
    std::erase_if(review.paths, [](const TollPath& path) { return path.verdict == Verdict::not_reachable; });
  review.unread = std::move(result.unread);
  review.missing = std::move(result.missing);
  review.bounds = std::move(result.bounds);
  review.files = result.files;
  review.lines = result.lines;
  excuse(review, options);
  review.score = audit::score(review.findings);
  if (options.baseline) leave_known(review, *options.baseline);
  review.findings = group_by_cause(std::move(review.findings));
  return review;
}

size_t count_of(const Review& review, Severity severity) {
  return static_cast<size_t>(
      std::count_if(review.findings.begin(), review.findings.end(),
                    [&](const ConfigFinding& f) { return !f.inert && f.severity == severity; }));
}

std::map<Verdict, size_t> verdicts_of(const Review& review) {
  std::map<Verdict, size_t> count;
  for (const TollPath& path : review.paths) ++count[path.verdict];
  return count;
}

}  // namespace denwaban::report
