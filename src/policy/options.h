// SPDX-License-Identifier: GPL-3.0-or-later
// What can be set about decisions. Each default has its reason beside it; settings/ fills them in.
#pragma once

#include <cstdint>
#include <vector>

#include "base/ip.h"
#include "base/time.h"

namespace denwaban::policy {

struct Options {
  // How long the first, second, third … ban on proof lasts; the last one for all that follow. Bans on claims
  // always last as long as the first. Never empty. An hour outlasts a scan and costs an honest victim a
  // coffee; who comes back after four weeks of silence is not the same tenant of the address more often than
  // not.
  std::vector<Seconds> ban_seconds{Seconds(3600), Seconds(4 * 3600), Seconds(86400), Seconds(7 * 86400),
                                   Seconds(28 * 86400)};
  // One step of the ladder is forgotten for each such span without a new ban, counted from the end of the
  // last one. A week: attacks come at weekends, and a week holds one.
  Seconds peace{7 * 86400};
  // How long a rate limit lasts on a trusted address that claims were made against, or on a trunk's that attacks with
  // proof. As the first ban.
  Seconds shed_seconds{3600};

  // An address that phones log in from is banned, for the first span and behind its registered phones, when it
  // fails with proof at so many accounts that never logged in from there. Twenty: an office that moves in
  // brings a handful of wrong passwords, forty phones with one wrong password are one account, and who
  // guesses goes through hundreds. 0: never. At most Finding::kListMax.
  uint32_t strange_accounts_min = 20;

  // A network is banned when so many of its addresses attack with proof. Four: three neighbours are one
  // customer with a few machines, four that act together are a campaign.
  uint32_t network_addresses_min = 4;
  // The same for networks wider than /24 (IPv6: /48). Twelve, three networks of four: four machines rented in
  // a /16 and forged neighbours must not cut off everybody else in it.
  uint32_t wide_network_addresses_min = 12;
  // The widest network that is banned without a person: a /16 is the largest block that one hoster usually
  // holds as one, a /32 is what a registry gives to one provider.
  uint8_t network_length_min_v4 = 16;
  uint8_t network_length_min_v6 = 32;

  // Claims can be forged by the thousand a second; more than one ban a second on their account is more likely
  // forgery than attack. Also what may happen at once after a quiet minute. Bans on proof never wait. 0:
  // claims never ban.
  uint32_t claimed_bans_per_minute = 60;

  // Never banned, limited or counted against, whatever the evidence. None by default: trust is earned.
  std::vector<IpPrefix> allow;

  // Claims ban and escalate as proof does, trust is ignored, one address at one account is banned too, and
  // there is no ceiling: how fail2ban decides. Off, because one forged datagram a second then bans whomever
  // it names. The allow list and protected addresses still hold, and networks still need proof.
  bool claims_suffice = false;

  // Decisions are made and told, and marked so that nobody carries them out.
  bool dry_run = false;

  // Bounds. A million bans is what the firewall is measured with (about 250 bytes each here); the rest is
  // some 10 MB.
  uint32_t bans_max = 1'000'000;
  uint32_t levels_max = 100'000;    // targets whose past bans are remembered; the oldest is forgotten first
  uint32_t findings_max = 100'000;  // findings about which it is known what was said already
};

}  // namespace denwaban::policy
