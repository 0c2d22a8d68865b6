// SPDX-License-Identifier: GPL-3.0-or-later
// What several families of rules say of passwords and of access lists.
#include "text/catalogues.h"

namespace denwaban::text {

std::span<const Row> english_secrets() {
  static constexpr Row kRows[] = {
      {"audit.secret.empty", "it is empty"},
      {"audit.secret.placeholder", "it is the gap of a form that nobody filled in"},
      {"audit.secret.equals_name", "it is the account's own name or number"},
      {"audit.secret.listed", "it is in the lists that attackers try"},
      {"audit.secret.derived", "it is a common word or name, hardly changed"},
      {"audit.secret.digits_only", "it has digits only"},
      {"audit.secret.too_short", "it has fewer than 8 characters"},
      {"audit.secret.medium", "it has fewer than 14 characters, or one kind of them only"},
      {"audit.secret.strong", "it cannot"},
      {"audit.secret.new", "<20 random characters or more>"},
      {"audit.access.none", "nothing"},
      {"audit.access.malformed", "Asterisk cannot read this line, and refuses the list or the whole section"},
      {"audit.access.permits_only", "nothing is denied, so that those are let in as well whom no line names"},
      {"audit.access.permits_all", "this line lets everybody in again"},
      {"audit.access.permits_nobody", "this line keeps out those, too, who are permitted before it"},
  };
  return kRows;
}

}  // namespace denwaban::text
