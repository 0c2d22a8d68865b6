// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/schema/rows.h"

namespace denwaban::settings {

std::span<const Key> tracker_keys() {
  static constexpr Key kKeys[] = {
      {.name = "track.merge_window",
       .meaning = "Records of several logs that tell of one attempt count once when they are no farther "
                  "apart than this.",
       .reason = "Asterisk's text logs have a resolution of a second, and its threads write in any order.",
       .slot = [](Settings& s) -> Slot { return &s.tracker.merge_window; },
       .bounds = {100, 60'000}},
      {.name = "track.attempts_max",
       .meaning = "How many attempts are remembered for that.",
       .reason = "Two seconds of thirty thousand attempts each, 64 bytes apiece.",
       .slot = [](Settings& s) -> Slot { return &s.tracker.attempts_max; },
       .bounds = {1'024, 16'777'216}},
      {.name = "track.held_max",
       .meaning = "How many records wait while it is open whether a printed packet wrote them into the log.",
       .reason = "A printed packet is at most 64 KiB of lines.",
       .slot = [](Settings& s) -> Slot { return &s.tracker.held_max; },
       .bounds = {64, 1'048'576}},
  };
  return kKeys;
}

std::span<const Key> trust_keys() {
  static constexpr Key kKeys[] = {
      {.name = "trust.lifetime",
       .meaning = "How long an address is known after the last login of an account from it.",
       .reason = "A month: a phone comes back from its owner's holidays as an acquaintance.",
       .slot = [](Settings& s) -> Slot { return &s.trust.lifetime; },
       .bounds = {60, 10 * 365 * 86400}},
      {.name = "trust.device_lifetime",
       .meaning = "How long the address and port of a phone pass the firewall ahead of every ban after its "
                  "last login.",
       .reason = "Two hours: phones register again every few minutes to an hour, and NATs give a port to "
                 "somebody else "
                 "afterwards.",
       .slot = [](Settings& s) -> Slot { return &s.trust.device_lifetime; },
       .bounds = {60, 30 * 86400}},
      {.name = "trust.addresses_max",
       .meaning =
           "How many addresses, accounts and devices are known at most; the oldest is forgotten first.",
       .reason = "More than a large exchange has; about 70 MB if all of it is ever used.",
       .slot = [](Settings& s) -> Slot { return &s.trust.addresses_max; },
       .bounds = {1'000, 10'000'000}},
      {.name = "trust.devices_per_account_max",
       .meaning = "How many addresses and ports of one account behind one address pass the firewall ahead of "
                  "every ban; the one that logged in longest ago makes room.",
       .reason = "An account has a telephone or a few, which a NAT moves to other ports now and then; whoever "
                 "holds one password must not fill the firewall with his own.",
       .slot = [](Settings& s) -> Slot { return &s.trust.devices_per_account_max; },
       .bounds = {1, 1'000}},
  };
  return kKeys;
}

}  // namespace denwaban::settings
