// SPDX-License-Identifier: GPL-3.0-or-later
// What is done for a call before and beside a line: in its own extension, in the subroutines that this calls, and by whoever
// calls the context. A limit that the channel was given holds in every subroutine.
#pragma once

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "audit/dialplan/outline.h"

namespace denwaban::audit {

class Around {
 public:
  using Holds = bool (*)(const parse::Priority&);

  // `outline` and `plan` must outlive it.
  Around(const Outline& outline, const parse::Dialplan& plan);

  // Whether some line of the extension or of its subroutines is such a one; else, of a subroutine's `s`, whether each extension
  // that leads to the context from elsewhere has such a line.
  bool has(const PlanLine& line, Holds holds) const;

 private:
  bool has_itself(const parse::Extension& extension, Holds holds) const;

  const parse::Dialplan& plan_;
  std::unordered_map<const parse::Extension*, std::vector<const parse::Context*>> calls_;  // subroutines
  std::unordered_map<const parse::Context*, std::unordered_set<const parse::Extension*>> led_from_;
};

}  // namespace denwaban::audit
