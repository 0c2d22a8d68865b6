// SPDX-License-Identifier: GPL-3.0-or-later
#include "detect/rules.h"

namespace denwaban::detect {

Verdict judge_management_guessing(const Count& count, const Options& options, uint32_t now) {
  const ManagementGuessing& o = options.management_guessing;
  auto reached = [](uint32_t number, uint32_t threshold) { return threshold != 0 && number >= threshold; };
  // A program whose user got another password.
  if (count.at_home && count.history.within(kMinute, now).count <= 60) return {Severity::low, Pattern::stale_credentials};
  History::Seen recent = count.history.within(o.short_window, now);
  if (reached(recent.count, o.high_count)) return {Severity::high, Pattern::fast};
  if (reached(recent.count, o.short_count)) return {Severity::medium, Pattern::fast};
  if (reached(count.history.within(kDay, now).names, o.names)) return {Severity::medium, Pattern::names};
  return {};
}

}  // namespace denwaban::detect
