// SPDX-License-Identifier: GPL-3.0-or-later
#include "detect/rules.h"

namespace denwaban::detect {

Verdict judge_account_enumeration(const Count& count, const Options& options, uint32_t now) {
  const AccountEnumeration& o = options.account_enumeration;
  const History& history = count.history;
  auto reached = [](uint32_t number, uint32_t threshold) { return threshold != 0 && number >= threshold; };
  if (reached(history.within(o.challenged_window, now, History::kChallenged).names, o.challenged_names))
    return {Severity::medium, Pattern::challenged};
  if (reached(history.within(o.short_window, now).names, o.short_names) ||
      reached(history.within(kDay, now).names, o.day_names))
    return {Severity::medium, Pattern::names};
  size_t names = count.names.count();
  return {names > 2 ? Severity::low : Severity::info, Pattern::few, names > 1};
}

}  // namespace denwaban::detect
