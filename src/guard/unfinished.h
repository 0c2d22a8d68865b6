// SPDX-License-Identifier: GPL-3.0-or-later
// Calls that an earlier life had decided to end, and of which it is not known whether they were: a kill came between the ledger
// and the manager's answer, or the manager could not be reached. They are looked for once the manager tells of calls again.
// Pure; bounded; no order of theirs is ever sent for a channel whose name another call may have by now.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "model/decision.h"
#include "policy/fraud_policy.h"

namespace denwaban::guard {

class Unfinished {
 public:
  static constexpr size_t kMost = 1'000;  // the latest
  static constexpr Seconds kPatience{600};

  // Decisions to hang up; others, those of a dry run and those that are there already are left out.
  void add(const Decision& decision);
  bool empty() const { return decisions_.empty(); }

  // What the manager tells: whether there is a session that tells of calls, and since when Asterisk has been running (the
  // epoch: not known).
  struct Manager {
    bool hears = false;
    Time up_since{};
  };
  struct Step {
    std::vector<Decision> end;   // goes on, or may: to be ended now
    std::vector<Decision> over;  // given up: it is over, or an emergency
    std::vector<Decision> late;  // given up: no manager told of calls in time
  };
  // Each decision is in one step at most.
  Step take(const Manager& manager, const policy::CallLookup& calls, Time now);

  // These, and the ones that are under way now.
  std::string save(const std::vector<Decision>& under_way) const;
  // Damaged ones are left out.
  void load(std::string_view bytes);

 private:
  std::vector<Decision> decisions_;
};

}  // namespace denwaban::guard
