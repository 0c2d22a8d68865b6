// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/schema/rows.h"

namespace denwaban::settings {

std::span<const Key> policy_keys() {
  constexpr uint64_t kMinute = 60, kYear = 365 * 86400;
  static constexpr Key kKeys[] = {
      {.name = "policy.allow",
       .meaning = "Addresses and networks that are never banned, limited or counted against, whatever the "
                  "evidence says.",
       .reason = "Empty: trust is earned by logging in; trunks, this machine, its gateway and name servers "
                 "are spared "
                 "without being listed.",
       .slot = [](Settings& s) -> Slot { return &s.policy.allow; },
       .shape = Shape::allowed},
      {.name = "policy.ban_seconds",
       .meaning = "How long the first, second, third … ban of a target lasts when its address is proven; the "
                  "last one holds "
                  "for all that follow. Bans on claims always last as long as the first.",
       .reason = "An hour outlasts a scan and costs an honest victim little; who comes back goes away for "
                 "longer each time, "
                 "and after four weeks of silence an address usually has another tenant.",
       .slot = [](Settings& s) -> Slot { return &s.policy.ban_seconds; },
       .bounds = {kMinute, 10 * kYear}},
      {.name = "policy.peace",
       .meaning = "One step of that ladder is forgotten for each such span without a new ban.",
       .reason = "Attacks come at weekends, and a week holds one.",
       .slot = [](Settings& s) -> Slot { return &s.policy.peace; },
       .bounds = {kMinute, kYear}},
      {.name = "policy.shed_seconds",
       .meaning = "How long the rate is limited of a trusted address that claims were made against, or of a "
                  "trunk's that attacks with proof.",
       .reason = "As long as the first ban.",
       .slot = [](Settings& s) -> Slot { return &s.policy.shed_seconds; },
       .bounds = {kMinute, kYear}},
      {.name = "policy.strange_accounts_min",
       .meaning = "An address that phones log in from is banned for the first span, behind its registered phones, "
                  "when it fails with proof at so many accounts that never logged in from there. 0: never.",
       .reason = "Forty phones with one wrong password are one account; an office that moves in brings a handful of "
                 "wrong ones; who guesses goes through hundreds.",
       .slot = [](Settings& s) -> Slot { return &s.policy.strange_accounts_min; },
       .bounds = {0, 100}},
      {.name = "policy.network_addresses_min",
       .meaning = "A network is banned when so many of its addresses attack with proof.",
       .reason =
           "Three neighbours may be one customer with a few machines; four that act together are a campaign.",
       .slot = [](Settings& s) -> Slot { return &s.policy.network_addresses_min; },
       .bounds = {2, 65536}},
      {.name = "policy.network_length_min_v4",
       .meaning = "The widest IPv4 network that is banned without a person: this prefix length.",
       .reason = "A /16 is the largest block that one hoster usually holds as one.",
       .slot = [](Settings& s) -> Slot { return &s.policy.network_length_min_v4; },
       .bounds = {8, 32}},
      {.name = "policy.network_length_min_v6",
       .meaning = "The widest IPv6 network that is banned without a person: this prefix length.",
       .reason = "A /32 is what a registry gives to one provider.",
       .slot = [](Settings& s) -> Slot { return &s.policy.network_length_min_v6; },
       .bounds = {19, 64}},
      {.name = "policy.claimed_bans_per_minute",
       .meaning = "How many bans a minute may rest on addresses that are only claimed. 0: claims never ban. "
                  "Bans on proof "
                  "never wait.",
       .reason = "Addresses can be forged by the thousand a second; more than one such ban a second is more "
                 "likely forgery "
                 "than attack.",
       .slot = [](Settings& s) -> Slot { return &s.policy.claimed_bans_per_minute; },
       .bounds = {0, 100'000}},
      {.name = "policy.claims_suffice",
       .meaning =
           "Claims ban and escalate as proof does, trust is ignored, one address at one account is banned "
           "too, and "
           "there is no ceiling: how fail2ban decides. The allow list and protected addresses still hold.",
       .reason = "One forged datagram a second would ban whomever it names.",
       .slot = [](Settings& s) -> Slot { return &s.policy.claims_suffice; }},
      {.name = "policy.dry_run",
       .meaning = "Decisions are made, kept and told, and nobody is banned.",
       .reason = "A guard that is installed is meant to guard.",
       .slot = [](Settings& s) -> Slot { return &s.policy.dry_run; }},
      {.name = "policy.bans_max",
       .meaning = "How many bans hold at the same time at most.",
       .reason = "The firewall is measured with a million; each costs about 250 bytes here.",
       .slot = [](Settings& s) -> Slot { return &s.policy.bans_max; },
       .bounds = {1'000, 4'000'000}},
      {.name = "policy.levels_max",
       .meaning = "Of how many targets past bans are remembered; the oldest is forgotten first.",
       .reason = "Some 10 MB at most.",
       .slot = [](Settings& s) -> Slot { return &s.policy.levels_max; },
       .bounds = {1'000, 10'000'000}},
      {.name = "policy.findings_max",
       .meaning = "About how many findings it is remembered what was said already.",
       .reason = "Some 10 MB at most.",
       .slot = [](Settings& s) -> Slot { return &s.policy.findings_max; },
       .bounds = {1'000, 10'000'000}},
  };
  return kKeys;
}

}  // namespace denwaban::settings
