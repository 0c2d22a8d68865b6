// SPDX-License-Identifier: GPL-3.0-or-later
// DWB-CFG: extensions.ael, which Asterisk takes as a whole or not at all (pbx/pbx_ael.c).
#include "audit/rules/files/checks.h"
#include "text/message.h"

namespace denwaban::audit::files {

void rejected_ael(Check& check) {
  using Kind = parse::DialplanProblem::Kind;
  const parse::Dialplan& dialplan = check.estate().dialplan;
  if (!dialplan.ael_refused) return;
  for (const parse::DialplanProblem& problem : dialplan.problems) {
    if (problem.kind != Kind::ael_syntax && problem.kind != Kind::ael_meaning) continue;
    SourceLine place;
    if (problem.place.file < dialplan.files.size())
      place = {check.estate().sources.shown(dialplan.files[problem.place.file]), problem.place.line, {}, {}};
    ConfigFinding& finding = check.about(std::move(place));
    finding.inert = !check.estate().modules.loaded("pbx_ael");
    fact(finding, "file", "extensions.ael");
    fact(finding, "whole", "yes");
    fact(finding, "what", text::say("audit.ael_refused", {{"near", problem.what}}));
    return;
  }
}

}  // namespace denwaban::audit::files
