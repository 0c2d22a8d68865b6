// SPDX-License-Identifier: GPL-3.0-or-later
// What the audit says of its rules on users.conf and named access lists: "rule.ID.title" and "rule.ID.why".
// Arguments: see the rules.
#include "text/catalogues.h"

namespace denwaban::text {

std::span<const Row> english_rules_users() {
  static constexpr Row kRows[] = {
      {"rule.DWB-USR-001.title", "the general section makes devices of all others ({key})"},
      {"rule.DWB-USR-001.why",
       "{count} {count|section becomes|sections become} telephones and mailboxes with the passwords of "
       "the general section unless they say otherwise"},
      {"rule.DWB-USR-002.title", "{device} may give orders over the manager's port (hasmanager)"},
      {"rule.DWB-USR-002.why",
       "a telephone's password then is enough to place calls and to change the configuration"},
      {"rule.DWB-USR-003.title", "the password of {device} can be guessed: {strength}"},
      {"rule.DWB-USR-003.why",
       "attackers try numbers, names and word lists against every account that they find"},
      {"rule.DWB-ACL-001.title", "the access list {name} is not in acl.conf"},
      {"rule.DWB-ACL-001.why", "Asterisk lets nobody in through it, or leaves the whole section out"},
      {"rule.DWB-ACL-002.title", "the access list {name} lets everybody in"},
      {"rule.DWB-ACL-002.why",
       "[used?sections that name it look protected, and are not]"
       "[unused?no section that was read names it; one that did would look protected, and not be]"},
      {"rule.DWB-ACL-003.title", "the access list {name} says nothing about IPv6"},
      {"rule.DWB-ACL-003.why",
       "a line with IPv4 addresses never matches an IPv6 address, so that everybody there is let in"},
  };
  return kRows;
}

}  // namespace denwaban::text
