// SPDX-License-Identifier: GPL-3.0-or-later
// Lines of `status`, headings of tables, and the answers of the commands about bans.
#include "text/catalogues.h"

namespace denwaban::text {

std::span<const Row> english_status() {
  static constexpr Row kRows[] = {
      {"status.running", "guarding this PBX since {since} ({span})"},
      {"status.dry_run", "dry run: decisions are made and kept, nothing is banned"},
      {"status.stopped", "no guard is running: what follows was read from {path}"},
      {"status.firewall",
       "firewall: {backend}, {bans|# ban|# bans}, {sheds|# address|# addresses} slowed down, "
       "{passes|# phone|# phones} let pass first"},
      {"status.firewall_none", "firewall: none: decisions are made and kept, no packet is dropped"},
      {"status.firewall_failed", "firewall: {error}"},
      {"status.ports", "guarded ports: {ports}"},
      {"status.logs", "logs: {files|# file|# files}, {lines|# line|# lines}, {events|# event|# events}"},
      {"status.log_missing", "{path}: not there yet: reading begins when it appears"},
      {"status.no_logs", "no log is read: give one with [pbx] logs or switch on a file in logger.conf"},
      {"status.no_security_log",
       "no log carries security events: add \"security\" to a file in logger.conf, so that "
       "addresses can be proven"},
      {"status.unrecognised", "{lines|# line|# lines} of no known format"},
      {"status.findings", "findings: {open} open, {total} since the start"},
      {"status.decisions",
       "decisions: {bans|# ban|# bans}, {unbans|# lifted|# lifted}, {spared|# spared|# spared}"},
      {"status.trusted", "phones known: {phones|# address and port|# addresses and ports}"},
      {"status.memory",
       "memory: {bytes}, {suspects|# suspect|# suspects} of {addresses|# address|# addresses}"},
      {"status.shared_front",
       "{address} is never banned: {percent} % of the failures carry it, so a proxy or a NAT "
       "stands in front of this PBX"},
      {"status.ban_limit",
       "{skipped|# ban was|# bans were} not made: the limit for addresses that may be forged is "
       "reached"},
      {"status.disk_full",
       "{path}: the disk is full: bans go on, but would be forgotten at a restart: free some space"},
      {"status.dropped",
       "{dropped|# event was|# events were} dropped: this machine is too slow for its logs"},
      {"status.trunk_unresolved",
       "trunk {trunk}: {host} has no address at the moment: the last known ones stay "
       "protected"},
      {"status.trusted_network", "{prefix} is spared: {reason}"},

      {"heading.target", "Target"},
      {"heading.port", "Port"},
      {"heading.since", "Since"},
      {"heading.until", "Until"},
      {"heading.left", "Left"},
      {"heading.packets", "Packets"},
      {"heading.bytes", "Bytes"},
      {"heading.why", "Why"},
      {"heading.by", "By"},
      {"heading.note", "Note"},
      {"heading.time", "Time"},
      {"heading.severity", "Severity"},
      {"heading.detector", "Detector"},
      {"heading.count", "Count"},
      {"heading.finding", "Finding"},
      {"heading.id", "Id"},
      {"heading.decision", "Decision"},
      {"heading.proof", "Proof"},
      {"heading.accounts", "Accounts"},
      {"heading.address", "Address"},
      {"heading.key", "Key"},
      {"heading.value", "Value"},
      {"heading.origin", "From"},

      {"findings.info_left_out", "findings of severity info are left out: --severity info shows them, too"},
      {"calls.none", "nobody calls"},
      {"calls.transferred", "(by {by})"},
      {"answer.not_understood", "the guard's answer is not understood: is it of another version?"},
      {"bans.dry_run",
       "the guard is in a dry run: this ban keeps nobody out, and is forgotten when the guard starts without "
       "it"},
      {"bans.none", "nothing is banned"},
      {"bans.summary", "{bans|# ban|# bans}"},
      {"bans.banned", "{target} is banned {duration}"},
      {"bans.lifted", "{target} is no longer banned"},
      {"bans.all_lifted", "{bans|# ban is|# bans are} lifted"},
      {"bans.not_banned", "{target} is not banned"},
      {"allow.added", "{target} is on the allow list {duration}"},
      {"allow.removed", "{target} is no longer on the allow list"},
      {"allow.not_there", "{target} is not on the allow list"},
      {"findings.none", "nothing was found"},
      {"findings.summary", "{findings|# finding|# findings}"},
      {"why.nothing", "nothing is known about {address}"},
      {"why.banned", "{address} is banned {duration}, since {since}"},
      {"why.shed", "{address} is slowed down {duration}, since {since}"},
      {"why.free", "{address} is not banned"},
      {"why.allowed", "{address} is on the allow list: {prefix}"},
      {"why.protected", "{address} is never banned by itself: {what}"},
      {"why.trusted", "{phones|# account logs|# accounts log} in from there"},
      {"why.level", "it was banned {level|once|# times} before"},
      {"why.undo", "to lift the ban: denwaban unban {target}"},
      {"why.evidence", "evidence:"},
      {"replay.summary",
       "{lines|# line|# lines} in {files|# file|# files}: {findings|# finding|# findings}, "
       "{bans|# ban|# bans}"},
      {"replay.progress", "{percent} %, {findings|# finding|# findings}"},
  };
  return kRows;
}

}  // namespace denwaban::text
