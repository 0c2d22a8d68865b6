// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/schema/rows.h"

namespace denwaban::settings {

std::span<const Key> firewall_keys() {
  static constexpr Key kKeys[] = {
      {.name = "firewall.backend",
       .meaning = "What drops packets: the kernel's nftables, in a table of our own, or nothing at all.",
       .reason = "Every Linux that is still maintained has nftables, and tables of other programs stay as "
                 "they are.",
       .slot = [](Settings& s) -> Slot { return &s.firewall.backend; },
       .shape = Shape::choice,
       .choices = "nftables|none"},
      {.name = "firewall.ports",
       .meaning = "The ports that are guarded, each as \"5060/udp\", \"5061/tcp\" or \"5060\" for both. "
                  "Packets to other "
                  "ports are never dropped.",
       .reason = "Empty: they are found by looking at the PBX, so that a port moved in its configuration "
                 "stays guarded.",
       .slot = [](Settings& s) -> Slot { return &s.firewall.ports; },
       .bounds = {0, 256},
       .shape = Shape::guarded_port},
      {.name = "firewall.reconcile",
       .meaning = "How often the kernel's sets are compared with the ledger and repaired.",
       .reason = "After somebody's \"nft flush ruleset\" bans are back within a minute; listing many costs "
                 "the kernel time.",
       .slot = [](Settings& s) -> Slot { return &s.firewall.reconcile; },
       .bounds = {1, 3600}},
  };
  return kKeys;
}

std::span<const Key> store_keys() {
  static constexpr Key kKeys[] = {
      {.name = "store.path",
       .meaning = "The folder of the ledger, the snapshot and the database.",
       .reason = "Where a system service keeps its state.",
       .slot = [](Settings& s) -> Slot { return &s.store.path; },
       .bounds = {1},
       .shape = Shape::absolute_path},
      {.name = "store.retention",
       .meaning =
           "How long findings are kept after they grew last, and decisions after they are over. The database "
           "keeps below 1 GiB: beyond it the oldest are deleted, however young they are.",
       .reason = "A little over a year, so that last year's attack can still be compared with this one. A "
                 "finding with eight lines has 3.5 kB, and attackers choose how many there are.",
       .slot = [](Settings& s) -> Slot { return &s.store.ledger.retention; },
       .bounds = {86400, uint64_t{100} * 365 * 86400}},
      {.name = "store.ledger_bytes_max",
       .meaning = "The size near which the ledger is compacted: what is over is left out, the oldest first.",
       .reason = "64 MiB hold about 400,000 decisions and are read in under a second at start.",
       .slot = [](Settings& s) -> Slot { return &s.store.ledger.size_max; },
       .bounds = {1 << 20, uint64_t{1} << 40}},
      {.name = "store.durable_within",
       .meaning = "How soon an automatic decision is on the disk: what a power cut may lose. Decisions by "
                  "hand are there "
                  "before the command answers.",
       .reason =
           "One flush of the disk for many decisions; a burst of attackers is banned without waiting for it.",
       .slot = [](Settings& s) -> Slot { return &s.store.ledger.durable_within; },
       .bounds = {1, 10'000}},
  };
  return kKeys;
}

std::span<const Key> control_keys() {
  static constexpr Key kKeys[] = {
      {.name = "control.socket",
       .meaning = "The socket over which commands reach the running guard.",
       .reason = "The folder belongs to the service and is gone when it stops.",
       .slot = [](Settings& s) -> Slot { return &s.control.socket; },
       .bounds = {1, 107},
       .shape = Shape::absolute_path},
  };
  return kKeys;
}

std::span<const Key> log_keys() {
  static constexpr Key kKeys[] = {
      {.name = "log.level",
       .meaning = "From which weight on the guard's own messages are logged.",
       .reason = "\"info\" tells of starts, stops, reloads and bans (ten a second, then their number); \"warning\" only of "
                 "what somebody should look at.",
       .slot = [](Settings& s) -> Slot { return &s.log.level; },
       .shape = Shape::choice,
       .choices = "error|warning|info|debug"},
  };
  return kKeys;
}

}  // namespace denwaban::settings
