// SPDX-License-Identifier: GPL-3.0-or-later
#include "detect/rules.h"

namespace denwaban::detect {

Verdict judge_malformed(const Count& count, const Options& options, uint32_t now) {
  const Malformed& o = options.malformed;
  bool many = o.short_count != 0 && count.history.within(o.short_window, now).count >= o.short_count;
  return many ? Verdict{Severity::medium, Pattern::packets} : Verdict{};
}

}  // namespace denwaban::detect
