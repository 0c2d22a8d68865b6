// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include "detect/rules.h"

namespace denwaban::detect {

bool looks_international(std::string_view number) {
  // What ITU-T operators and North America dial, behind 9 or 0 for a line as well; 810 is Russia's.
  static constexpr std::array<std::string_view, 6> kPrefixes = {"+", "00", "011", "9011", "900", "810"};
  if (number.size() < 8) return false;
  for (std::string_view prefix : kPrefixes)
    if (number.starts_with(prefix)) return true;
  return false;
}

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
