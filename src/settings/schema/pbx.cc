// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/schema/rows.h"

namespace denwaban::settings {

std::span<const Key> pbx_keys() {
  static constexpr Key kKeys[] = {
      {.name = "pbx.config_dir",
       .meaning = "The folder of Asterisk's configuration, from which logs, ports, trunks and local networks "
                  "are read.",
       .reason = "It is where every package of Asterisk has it.",
       .slot = [](Settings& s) -> Slot { return &s.pbx.config_dir; },
       .shape = Shape::absolute_path},
      {.name = "pbx.log_dir",
       .meaning = "The folder of Asterisk's logs, when it is not the one that asterisk.conf names.",
       .reason = "Empty: astlogdir of asterisk.conf is followed, so that there is one truth.",
       .slot = [](Settings& s) -> Slot { return &s.pbx.log_dir; },
       .shape = Shape::absolute_path},
      {.name = "pbx.logs",
       .meaning = "The log files to follow, instead of those that logger.conf names. A file that is not "
                  "there yet is read "
                  "from its beginning when it appears.",
       .reason = "Empty: every file of logger.conf that carries notices, warnings, errors or security events "
                 "is followed.",
       .slot = [](Settings& s) -> Slot { return &s.pbx.logs; },
       .bounds = {0, 64},
       .shape = Shape::absolute_path},
      {.name = "pbx.users",
       .meaning = "The users that Asterisk runs as, by name or number: whom syslog and the journal believe "
                  "what is said in Asterisk's name, beside root.",
       .reason = "Anybody on this machine may call himself asterisk there; the kernel tells who it was. "
                 "Empty: runuser of asterisk.conf, and the user asterisk.",
       .slot = [](Settings& s) -> Slot { return &s.pbx.users; },
       .bounds = {0, 16}},
  };
  return kKeys;
}

}  // namespace denwaban::settings
