// SPDX-License-Identifier: GPL-3.0-or-later
// Dialplans for tests, from texts.
#pragma once

#include <string>
#include <vector>

#include "memory_files.h"
#include "parse/dialplan/match.h"
#include "parse/dialplan/read_dialplan.h"

namespace denwaban::test {

inline parse::Dialplan read_plan(MemoryFiles files, const parse::DialplanLimits& limits = {}) {
  auto plan = parse::read_dialplan(files, "/e", limits);
  return plan ? std::move(*plan) : parse::Dialplan();
}

inline parse::Dialplan config_plan(const std::string& text) {
  return read_plan({{"/e/extensions.conf", text}});
}

inline parse::Dialplan ael_plan(const std::string& text) {
  return read_plan({{"/e/extensions.conf", ""}, {"/e/extensions.ael", text}});
}

// "12/cid: hint SIP/1, 1 Dial(SIP/x), 2[label] NoOp()" for each extension of a context.
inline std::vector<std::string> lines_of(const parse::Dialplan& plan, std::string_view name) {
  std::vector<std::string> lines;
  const parse::Context* context = plan.find(name);
  if (context == nullptr) return {"no such context"};
  for (const parse::Extension& extension : context->extensions) {
    std::string line = extension.name + (extension.match_cid ? "/" + extension.cid : "") + ":";
    if (extension.has_hint) line += " hint " + extension.hint.app;
    for (const parse::Priority& priority : extension.priorities) {
      line += " " + std::to_string(priority.number) +
              (priority.label.empty() ? "" : "[" + priority.label + "]") + " " + priority.app + "(" +
              priority.arguments + ")";
    }
    lines.push_back(line);
  }
  return lines;
}

inline std::vector<parse::DialplanProblem> problems_of(const parse::Dialplan& plan,
                                                       parse::DialplanProblem::Kind kind) {
  std::vector<parse::DialplanProblem> found;
  for (const auto& problem : plan.problems)
    if (problem.kind == kind) found.push_back(problem);
  return found;
}

}  // namespace denwaban::test
