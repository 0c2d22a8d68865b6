// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/schema/rows.h"

namespace denwaban::settings {

std::span<const Key> shared_front_keys() {
  static constexpr Key kKeys[] = {
      {.name = "detect.shared_front.failures",
       .meaning = "So many failures are looked at together.",
       .reason = "Enough that chance plays no part.",
       .slot = [](Settings& s) -> Slot { return &s.detect.shared_front.failures; },
       .bounds = {10, 1000000}},
      {.name = "detect.shared_front.accounts",
       .meaning = "So many accounts must take part.",
       .reason = "One phone system behind one address has fewer that fail at once.",
       .slot = [](Settings& s) -> Slot { return &s.detect.shared_front.accounts; },
       .bounds = {0, 1000000}},
      {.name = "detect.shared_front.share",
       .meaning = "This share of the failures must carry the address, from 0 to 1.",
       .reason = "Attackers from elsewhere may be a fifth.",
       .slot = [](Settings& s) -> Slot { return &s.detect.shared_front.share; },
       .bounds = {0, 1}},
      {.name = "detect.shared_front.logins",
       .meaning = "So many accounts must log in from there as well.",
       .reason = "A proxy carries honest telephones too; a lone attacker does not log in.",
       .slot = [](Settings& s) -> Slot { return &s.detect.shared_front.logins; },
       .bounds = {0, 1000000}},
  };
  return kKeys;
}

std::span<const Key> telling_keys() {
  static constexpr Key kKeys[] = {
      {.name = "detect.telling.again",
       .meaning = "A finding that bans is told again at most so often while it goes on.",
       .reason = "Bans run out.",
       .slot = [](Settings& s) -> Slot { return &s.detect.telling.again; },
       .bounds = {1, 86400}},
      {.name = "detect.telling.again_minor",
       .meaning = "The same for one that is only reported, an account's among them; its pauses grow up to a day.",
       .reason = "Once an hour is often enough to know it goes on.",
       .slot = [](Settings& s) -> Slot { return &s.detect.telling.again_minor; },
       .bounds = {1, 2592000}},
      {.name = "detect.telling.quiet",
       .meaning = "A fast one is over after so long without evidence.",
       .reason = "Whoever pauses an hour begins anew.",
       .slot = [](Settings& s) -> Slot { return &s.detect.telling.quiet; },
       .bounds = {1, 7776000}},
      {.name = "detect.telling.quiet_slow",
       .meaning = "A slow one, and one that is only reported, is over after so long.",
       .reason = "One guess a day is one finding.",
       .slot = [](Settings& s) -> Slot { return &s.detect.telling.quiet_slow; },
       .bounds = {1, 7776000}},
  };
  return kKeys;
}

std::span<const Key> limits_keys() {
  static constexpr Key kKeys[] = {
      {.name = "detect.limits.claimed_v4",
       .meaning = "IPv4 addresses counted that are only claimed.",
       .reason = "13.3 bytes each: 13 MB when a flood of forged addresses fills it.",
       .slot = [](Settings& s) -> Slot { return &s.detect.limits.claimed_v4; },
       .bounds = {1024, 100000000}},
      {.name = "detect.limits.claimed_v6",
       .meaning = "IPv6 networks (/64) counted that are only claimed.",
       .reason = "17.8 bytes each.",
       .slot = [](Settings& s) -> Slot { return &s.detect.limits.claimed_v6; },
       .bounds = {1024, 100000000}},
      {.name = "detect.limits.proven_v4",
       .meaning = "IPv4 addresses counted that are proven.",
       .reason = "Apart, so that forged addresses cannot push them out; proven ones are few.",
       .slot = [](Settings& s) -> Slot { return &s.detect.limits.proven_v4; },
       .bounds = {1024, 100000000}},
      {.name = "detect.limits.proven_v6",
       .meaning = "IPv6 networks (/64) counted that are proven.",
       .reason = "As above.",
       .slot = [](Settings& s) -> Slot { return &s.detect.limits.proven_v6; },
       .bounds = {1024, 100000000}},
      {.name = "detect.limits.accounts",
       .meaning = "Accounts counted.",
       .reason = "17.8 bytes each; attackers invent names.",
       .slot = [](Settings& s) -> Slot { return &s.detect.limits.accounts; },
       .bounds = {1024, 100000000}},
      {.name = "detect.limits.suspects",
       .meaning = "Addresses with their history. While more than half of them are taken, findings of the lowest "
                  "severity (a single failure) are not told: what counts as guessing still is.",
       .reason = "0.4 to 1.5 kB each; a quarter is kept for the proven.",
       .slot = [](Settings& s) -> Slot { return &s.detect.limits.suspects; },
       .bounds = {256, 1000000}},
      {.name = "detect.limits.account_records",
       .meaning = "Accounts with their history.",
       .reason = "Up to 4 kB each.",
       .slot = [](Settings& s) -> Slot { return &s.detect.limits.account_records; },
       .bounds = {64, 1000000}},
      {.name = "detect.limits.networks",
       .meaning = "Networks with their history.",
       .reason = "Up to 2 kB each.",
       .slot = [](Settings& s) -> Slot { return &s.detect.limits.networks; },
       .bounds = {64, 1000000}},
      {.name = "detect.limits.names",
       .meaning = "Account names kept as text.",
       .reason = "Enough to name every account of a large exchange in a finding.",
       .slot = [](Settings& s) -> Slot { return &s.detect.limits.names; },
       .bounds = {1024, 10000000}},
      {.name = "detect.limits.promotion_max",
       .meaning = "The first failure of an address makes it a suspect while there is room; the fuller it is, "
                  "the more failures it takes, up to this many.",
       .reason = "A flood of addresses with one failure each cannot push out those that guess.",
       .slot = [](Settings& s) -> Slot { return &s.detect.limits.promotion_max; },
       .bounds = {1, 15}},
  };
  return kKeys;
}

}  // namespace denwaban::settings
