// SPDX-License-Identifier: GPL-3.0-or-later
#include "detect/rules.h"

namespace denwaban::detect {

Verdict judge_dial_probe(const Count& count, const Options& options, uint32_t now) {
  const DialProbe& o = options.dial_probe;
  History::Seen abroad = count.history.within(kDay, now, History::kInternational);
  if (o.international_numbers != 0 && abroad.names >= o.international_numbers)
    return {Severity::medium, Pattern::international};
  if (o.short_count != 0 && count.history.within(o.short_window, now).count >= o.short_count)
    return {Severity::medium, Pattern::calls};
  return {abroad.count > 0 ? Severity::low : Severity::info, Pattern::few};
}

}  // namespace denwaban::detect
