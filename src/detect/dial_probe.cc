// SPDX-License-Identifier: GPL-3.0-or-later
#include "detect/rules.h"

namespace denwaban::detect {

// So many times as often it takes where all calls are for one number.
static constexpr uint32_t kStubborn = 4;

Verdict judge_dial_probe(const Count& count, const Options& options, uint32_t now) {
  const DialProbe& o = options.dial_probe;
  History::Seen abroad = count.history.within(kDay, now, History::kInternational);
  if (o.international_numbers != 0 && abroad.names >= o.international_numbers)
    return {Severity::medium, Pattern::international};
  // A provider, or a friend, who calls one number that is not there calls it again.
  History::Seen recent = count.history.within(o.short_window, now);
  History::Seen numbers = count.history.within(o.short_window, now, History::kNumber);
  bool one_number = numbers.names == 1 && numbers.count == recent.count;
  bool hunting = !one_number || recent.count >= kStubborn * o.short_count;
  if (o.short_count != 0 && recent.count >= o.short_count && hunting)
    return {Severity::medium, Pattern::calls};
  return {abroad.count > 0 ? Severity::low : Severity::info, Pattern::few};
}

}  // namespace denwaban::detect
