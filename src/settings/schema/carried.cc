// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/schema/rows.h"

namespace denwaban::settings {

std::span<const Key> journal_keys() {
  static constexpr Key kKeys[] = {
      {.name = "journal.enabled",
       .meaning =
           "Whether the systemd journal is read: \"auto\" does when there is one and logger.conf sends "
           "notices or security events to syslog, or to no file at all.",
       .reason = "Where files hold everything the journal would only tell it again.",
       .slot = [](Settings& s) -> Slot { return &s.journal.enabled; },
       .shape = Shape::choice,
       .choices = "auto|on|off"},
      {.name = "journal.folder",
       .meaning = "The folder of journal files to read, such as another root's /var/log/journal/ID. Empty: "
                  "this machine's journal.",
       .reason = "There is one journal on a machine; containers may see that of their host elsewhere.",
       .slot = [](Settings& s) -> Slot { return &s.journal.folder; },
       .bounds = {0, 4096},
       .shape = Shape::absolute_path},
      {.name = "journal.units",
       .meaning = "The systemd units that are Asterisk: what their processes write is read, whoever they run "
                  "as.",
       .reason = "It is the unit of every package of Asterisk. The journal itself notes the unit; a process "
                 "cannot make it up.",
       .slot = [](Settings& s) -> Slot { return &s.journal.units; },
       .bounds = {0, 16}},
      {.name = "journal.identifiers",
       .meaning = "The names under which Asterisk speaks to syslog. What comes under one of them is believed "
                  "from root and the users of pbx.users only.",
       .reason = "Asterisk says asterisk. Any user of this machine can say it, too (logger -t asterisk).",
       .slot = [](Settings& s) -> Slot { return &s.journal.identifiers; },
       .bounds = {0, 16}},
  };
  return kKeys;
}

std::span<const Key> syslog_keys() {
  static constexpr Key kKeys[] = {
      {.name = "syslog.socket",
       .meaning = "The path of a Unix datagram socket where syslog is received, mode 0660. Empty: none.",
       .reason = "The kernel tells who sent each datagram, so it is the better of the two ways. The service "
                 "may write in /run/denwaban only.",
       .slot = [](Settings& s) -> Slot { return &s.syslog.socket; },
       .bounds = {0, 107},
       .shape = Shape::absolute_path},
      {.name = "syslog.group",
       .meaning = "The group that may write to that socket. Empty: root's.",
       .reason = "A syslog daemon that is root needs none; Asterisk itself, or rsyslog as user syslog, does.",
       .slot = [](Settings& s) -> Slot { return &s.syslog.group; },
       .bounds = {0, 32}},
      {.name = "syslog.listen",
       .meaning =
           "Address and port, as \"127.0.0.1:5140\", where syslog is received over UDP. Empty: nowhere.",
       .reason = "Every daemon can send so. Whoever is on this machine can, too, in Asterisk's name: then "
                 "syslog.socket is better.",
       .slot = [](Settings& s) -> Slot { return &s.syslog.listen; },
       .bounds = {0, 64}},
      {.name = "syslog.beyond_loopback",
       .meaning = "Whether syslog.listen may be an address that other machines reach.",
       .reason = "One datagram with a made-up line names an attacker of the sender's choice: only where a "
                 "firewall admits nobody but the exchange.",
       .slot = [](Settings& s) -> Slot { return &s.syslog.beyond_loopback; }},
  };
  return kKeys;
}

}  // namespace denwaban::settings
