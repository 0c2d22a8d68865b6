// SPDX-License-Identifier: GPL-3.0-or-later
// Settings that are accepted and checked already, so that a file written for later versions is read by this
// one.
#include "settings/schema/rows.h"

namespace denwaban::settings {

std::span<const Key> numbering_keys() {
  static constexpr Key kKeys[] = {
      {.name = "numbering.country",
       .meaning = "The country whose numbers this PBX dials, by its two letters of ISO 3166 (\"JP\", "
                  "\"DE\"). Checked now, "
                  "used from a later version on.",
       .reason = "Empty: nothing in this version depends on it.",
       .slot = [](Settings& s) -> Slot { return &s.numbering.country; },
       .shape = Shape::country},
      {.name = "numbering.outside_prefix",
       .meaning = "The digits that are dialled before a number of the public network (\"0\", \"9\"). Checked "
                  "now, used from "
                  "a later version on.",
       .reason = "Empty: nothing in this version depends on it.",
       .slot = [](Settings& s) -> Slot { return &s.numbering.outside_prefix; },
       .bounds = {0, 8},
       .shape = Shape::digits},
  };
  return kKeys;
}

std::span<const Key> fraud_keys() {
  static constexpr Key kKeys[] = {
      {.name = "fraud.currency",
       .meaning = "The currency of all amounts, by its three letters of ISO 4217 (\"EUR\"). Checked now, "
                  "used from a later "
                  "version on.",
       .reason = "Empty: nothing in this version depends on it.",
       .slot = [](Settings& s) -> Slot { return &s.fraud.currency; },
       .shape = Shape::currency},
      {.name = "fraud.rates_file",
       .meaning = "A CSV file with the header prefix,price_per_minute,connection_fee. Its name is checked "
                  "now, it is read "
                  "from a later version on.",
       .reason = "Empty: nothing in this version depends on it.",
       .slot = [](Settings& s) -> Slot { return &s.fraud.rates_file; },
       .shape = Shape::absolute_path},
      {.name = "fraud.timezone",
       .meaning = "The time zone of office hours (\"Europe/Berlin\", \"+0900\"). Checked now, used from a "
                  "later version on.",
       .reason = "Empty: this machine's.",
       .slot = [](Settings& s) -> Slot { return &s.fraud.timezone; },
       .shape = Shape::time_zone},
  };
  return kKeys;
}

}  // namespace denwaban::settings
