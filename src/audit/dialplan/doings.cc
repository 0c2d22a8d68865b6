// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/dialplan/arguments.h"

namespace denwaban::audit {
namespace {

constexpr size_t kNestedMax = 8;  // ExecIf in ExecIf …
constexpr size_t kDoingsMax = 32;

// "cond?app(args):app(args)": the applications as text.
std::vector<std::string> executed(std::string_view text) {
  std::vector<std::string> parts = split_arguments(text, '?', 2);
  if (parts.size() < 2) return {};
  std::vector<std::string> branches = split_arguments(parts[1], ':', 2);
  if (branches.size() == 1 && branches[0].find('(') == std::string::npos) {
    std::vector<std::string> old = application_arguments(branches[0]);  // ExecIf(cond|app|args) of 1.4
    if (old.size() > 1) return {old[0] + "(" + old[1] + ")"};
  }
  return branches;
}

bool is_conditional(std::string_view app) { return is_app(app, {"ExecIf", "ExecIfTime"}); }

bool runs_another(std::string_view app) { return is_conditional(app) || is_app(app, {"Exec", "TryExec"}); }

std::vector<Doing> unfolded(const Doing& outer) {
  const bool conditional = is_conditional(outer.app);
  std::vector<Doing> all;
  for (const std::string& branch : conditional ? executed(outer.arguments) : std::vector<std::string>{outer.arguments}) {
    size_t open = branch.find('(');
    if (open == std::string::npos) continue;
    size_t close = branch.rfind(')');
    if (close == std::string::npos || close < open) close = branch.size();
    all.push_back({std::string(trim(std::string_view(branch).substr(0, open))),
                   branch.substr(open + 1, close - open - 1), conditional || outer.conditional});
  }
  return all;
}

}  // namespace

std::vector<Doing> doings(std::string_view app, std::string_view arguments) {
  std::vector<Doing> now{{std::string(app), std::string(arguments), false}};
  for (size_t round = 0; round < kNestedMax; ++round) {
    std::vector<Doing> next;
    bool changed = false;
    for (Doing& one : now) {
      if (!runs_another(one.app)) {
        next.push_back(std::move(one));
        continue;
      }
      changed = true;
      for (Doing& inner : unfolded(one))
        if (next.size() < kDoingsMax) next.push_back(std::move(inner));
    }
    now = std::move(next);
    if (!changed) break;
  }
  return now;
}

}  // namespace denwaban::audit
