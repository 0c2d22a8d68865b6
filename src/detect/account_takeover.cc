// SPDX-License-Identifier: GPL-3.0-or-later
#include "detect/rules.h"

namespace denwaban::detect {

// A telephone whose password was put right after a week of failures logs in as well: it kept to one account
// and, other than most guessers, to one port.
static bool like_telephone(const Count& count) {
  return count.known.severity < Severity::medium && !count.known.ports_differ && count.names.count() <= 1;
}

bool taken_over(const Suspect& suspect, NameIndex name, bool management, const Options& options,
                uint32_t now) {
  const AccountTakeover& o = options.account_takeover;
  if (management) {
    const Count* count = suspect.find(Detector::management_guessing);
    if (!count || o.management == 0) return false;
    History::Seen day = count->history.within(kDay, now);
    return count->known.severity >= Severity::medium || day.count >= o.management ||
           day.names >= o.management;
  }
  const Count* count = suspect.find(Detector::auth_guessing);
  if (!count || name == kNoName || !count->names.test(name)) return false;
  if (count->known.severity >= Severity::medium) return true;
  return o.failures != 0 && count->history.at_name(name, kDay, now) >= o.failures && !like_telephone(*count);
}

}  // namespace denwaban::detect
