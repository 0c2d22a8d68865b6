// SPDX-License-Identifier: GPL-3.0-or-later
// `denwaban audit` and `denwaban toll-paths`.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "audit/toll_severity.h"
#include "cli/audit_inputs.h"
#include "cli/commands.h"
#include "cli/terminal.h"
#include "cli/version.h"
#include "model/names.h"
#include "report/audit/page.h"
#include "report/audit/patch.h"
#include "report/audit/records.h"
#include "report/audit/rules_page.h"
#include "report/audit/sarif.h"
#include "report/audit/text_report.h"
#include "text/message.h"

namespace denwaban::cli {
namespace {

report::TextLook text_look(const Global& global, bool all) {
  Look look = look_of(global);
  return {look.style, look.width, all};
}

// What could not be read wins over what was found.
int exit_status(const report::Review& review, Severity worst, bool any, const std::string& fail_on) {
  if (!review.unread.empty()) {
    for (const audit::Unread& unread : review.unread) complain(unread.why);
    return 2;
  }
  auto limit = parse_name<Severity>(fail_on);
  return limit && any && worst >= *limit ? 1 : 0;
}

int status_of_findings(const report::Review& review, const std::string& fail_on) {
  Severity worst = Severity::info;
  bool any = false;
  for (const ConfigFinding& finding : review.findings) {
    if (finding.inert) continue;
    any = true;
    worst = std::max(worst, finding.severity);
  }
  return exit_status(review, worst, any, fail_on);
}

int status_of_paths(const report::Review& review, const std::string& fail_on) {
  Severity worst = Severity::info;
  for (const TollPath& path : review.paths) worst = std::max(worst, audit::severity_of(path));
  return exit_status(review, worst, !review.paths.empty(), fail_on);
}

// To a terminal what can be read, to a file or a pipe what applies.
void print_patch(AuditedFolder& audited) {
  report::Patch patch = report::patch_of(audited.review.findings, audited.files,
                                         [&](const std::string& path) { return audited.files.locate(path); });
  for (const std::string& problem : patch.problems) complain(problem);
  if (patch.text.empty()) complain(text::say("audit.patch.nothing"));
  print(isatty(STDOUT_FILENO) == 1 ? report::shown_patch(patch) : patch.text);
}

}  // namespace

int run(const Global& global, const Audit& command) {
  if (command.rules) {
    print(global.json ? report::rule_records() : report::rules_page());
    return 0;
  }
  std::string format = command.format.empty() ? (global.json ? "json" : "text") : command.format;
  if (global.json && format != "json")
    return complain(Error{ErrorKind::usage,
                          fmt::format("--json and --format {} are two wishes: say one of them", format)});
  if (command.fix && format != "text")
    return complain(
        Error{ErrorKind::usage, "--fix prints a patch and nothing else: leave --json and --format out"});
  auto audited = audit_folder(global, command.subject);
  if (!audited) return complain(audited.error());
  const report::Review& review = audited->review;
  if (command.fix)
    print_patch(*audited);
  else if (format == "json")
    print(report::audit_records(review));
  else if (format == "sarif")
    print(report::sarif_log(review, audited->files.root(), kVersion));
  else if (format == "html")
    print(report::audit_page(review, {SystemClock().now(), kVersion}));
  else
    print(report::audit_text(review, text_look(global, command.subject.all)));
  return status_of_findings(review, command.subject.fail_on);
}

int run(const Global& global, const TollPaths& command) {
  auto audited = audit_folder(global, command.subject);
  if (!audited) return complain(audited.error());
  const report::Review& review = audited->review;
  if (global.json)
    print(report::toll_path_records(review));
  else
    print(report::toll_paths_text(review, text_look(global, command.subject.all)));
  return status_of_paths(review, command.subject.fail_on);
}

}  // namespace denwaban::cli
