// SPDX-License-Identifier: GPL-3.0-or-later
// What the audit says of its rules: "rule.ID.title" and "rule.ID.why". Arguments: see the rules.
#include "text/catalogues.h"

namespace denwaban::text {

std::span<const Row> english_rules_chan_sip() {
  static constexpr Row kRows[] = {
      {"rule.DWB-SIP-001.title", "anybody may call in without a password (allowguest)"},
      {"rule.DWB-SIP-001.why",
       "chan_sip takes calls from strangers unless allowguest says no, in every version and also when nothing is written; they "
       "arrive in the context {context}, from where {reach}"},
  };
  return kRows;
}

}  // namespace denwaban::text
