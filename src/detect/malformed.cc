// SPDX-License-Identifier: GPL-3.0-or-later
#include "detect/rules.h"

namespace denwaban::detect {

Verdict judge_malformed(const Count& count, const Options& options, uint32_t now) {
  const Malformed& o = options.malformed;
  // What a record with a forged field shows is who sent it, not that a device is broken: named, and no more.
  uint32_t forged = count.history.within(o.short_window, now, History::kTainted).count;
  uint32_t broken = count.history.within(o.short_window, now).count - forged;
  bool many = o.short_count != 0 && broken >= o.short_count;
  return many ? Verdict{Severity::medium, Pattern::packets} : Verdict{};
}

}  // namespace denwaban::detect
