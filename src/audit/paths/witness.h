// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers that prove a way: of all that go through, one that somebody might dial, and that gets through the conditions of its way
// also where the search could not tell which numbers they let through.
#pragma once

#include <string>
#include <vector>

#include "audit/paths/number_classes.h"
#include "audit/paths/walk.h"
#include "audit/paths/ways.h"

namespace denwaban::audit {

// Dialled numbers of `numbers`, not more than `most`: those which become, by `edit` (null: it does not say), one of the sets in
// `known`, with one of the prefixes or without, in their order; then the shortest, and of those the first.
std::vector<std::string> witnesses_of(NumberSet numbers, const Edit* edit, const std::vector<NumberSet>& known,
                                      const std::vector<std::string>& prefixes, NumberSets& sets, size_t most);

// Calls with one number each, on which every condition can be tried.
class TrialCalls {
 public:
  TrialCalls(const Estate& estate, PlanIndex& index, NumberSets& sets, const Sinks& sinks, const NumberClasses& classes)
      : estate_(estate), index_(index), sets_(sets), sinks_(sinks), classes_(classes) {}

  // Gives the way an example that goes through. Where none of the dear ones that are tried does, the way is not dear.
  void confirm(Way& way, const Start& start);

 private:
  enum class Answer : uint8_t { through, refused, unknown };
  Answer call(const Start& start, const std::string& number, const std::string& trunk);
  bool takes(Way& way, const Start& start, const std::vector<std::string>& numbers);

  static constexpr size_t kStatesOfCall = 1'500, kStatesOfAll = 60'000, kTried = 6;
  const Estate& estate_;
  PlanIndex& index_;
  NumberSets& sets_;
  const Sinks& sinks_;
  const NumberClasses& classes_;
  size_t left_ = kStatesOfAll;
};

}  // namespace denwaban::audit
