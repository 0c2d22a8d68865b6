// SPDX-License-Identifier: GPL-3.0-or-later
// What the audit's report says around its findings.
#include "text/catalogues.h"

namespace denwaban::text {

std::span<const Row> english_audit() {
  static constexpr Row kRows[] = {
      {"audit.reach.international", "a trunk can be called with international numbers"},
      {"audit.reach.trunk", "a trunk can be called with national numbers"},
      {"audit.reach.extensions", "telephones of this exchange can be called"},
      {"audit.reach.nothing", "nothing can be called"},
      {"audit.reach.undefined", "nothing can be called as long as that context is not there"},
  };
  return kRows;
}

}  // namespace denwaban::text
