// SPDX-License-Identifier: GPL-3.0-or-later
// Where a call goes on behind a line, once it is known what its condition is.
#pragma once

#include <functional>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "audit/dialplan/arguments.h"
#include "audit/dialplan/outline.h"

namespace denwaban::audit {

// 1 or 0 where a condition is the same in every run, -1: the run decides.
using Constant = std::function<int(std::string_view condition)>;

// The call does not go on at the next priority.
bool ends_call(std::string_view app);

struct Branches {
  std::vector<Jump> jumps;   // those that may be taken
  bool falls_through = true;  // the next priority may follow
};
Branches branches_of(const parse::Priority& line, const Constant& constant);

// Lines that a constant condition of their own extension keeps every call from, or that stand behind its end, and that nothing
// else names.
std::unordered_set<const parse::Priority*> dead_lines(const std::vector<PlanLine>& lines, const Constant& constant);

}  // namespace denwaban::audit
