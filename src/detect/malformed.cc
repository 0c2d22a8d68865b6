// SPDX-License-Identifier: GPL-3.0-or-later
#include "detect/rules.h"

namespace denwaban::detect {

Verdict judge_malformed(const Count& count, const Options& options, uint32_t now) {
  const Malformed& o = options.malformed;
  // The shape of a published attack is no accident. One alone is named: somebody may merely look alike.
  uint32_t crashes = count.history.within(o.short_window, now, History::kMarked).count;
  if (o.crash_count != 0 && crashes >= o.crash_count) return {Severity::medium, Pattern::crash};
  bool many = o.short_count != 0 && count.history.within(o.short_window, now).count >= o.short_count;
  if (many) return {Severity::medium, Pattern::packets};
  return crashes > 0 ? Verdict{Severity::low, Pattern::crash} : Verdict{};
}

}  // namespace denwaban::detect
