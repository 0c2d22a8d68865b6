// SPDX-License-Identifier: GPL-3.0-or-later
// How this exchange dials, and what calls cost.
#include "settings/schema/rows.h"

namespace denwaban::settings {

std::span<const Key> numbering_keys() {
  static constexpr Key kKeys[] = {
      {.name = "numbering.country",
       .meaning = "The country whose numbers this PBX dials, by its two letters of ISO 3166 (\"JP\", "
                  "\"DE\"): decides the international and the national prefix, emergency and premium numbers.",
       .reason = "Empty: what is foreign or premium nearly everywhere (00, 011, +, 0900 …) counts as such.",
       .slot = [](Settings& s) -> Slot { return &s.numbering.country; },
       .shape = Shape::country},
      {.name = "numbering.outside_prefix",
       .meaning = "The digits that are dialled before a number of the public network (\"0\", \"9\").",
       .reason = "Empty: none.",
       .slot = [](Settings& s) -> Slot { return &s.numbering.outside_prefix; },
       .bounds = {0, 8},
       .shape = Shape::digits},
      {.name = "numbering.area_code",
       .meaning = "The area that a number without any prefix belongs to, without the national prefix (\"30\" for Berlin).",
       .reason = "Empty: such a number is not told apart from an extension.",
       .slot = [](Settings& s) -> Slot { return &s.numbering.area_code; },
       .bounds = {0, 8},
       .shape = Shape::digits},
  };
  return kKeys;
}

std::span<const Key> fraud_keys() {
  static constexpr Key kKeys[] = {
      {.name = "fraud.currency",
       .meaning = "The currency of the rate deck, by its three letters of ISO 4217 (\"JPY\").",
       .reason = "Empty: EUR, in which the prices are that are assumed without a rate deck.",
       .slot = [](Settings& s) -> Slot { return &s.fraud.currency; },
       .shape = Shape::currency},
      {.name = "fraud.rates_file",
       .meaning = "The rate deck: a CSV file with the header prefix,price_per_minute,connection_fee.",
       .reason = "Empty: a usual price for the class of destination is assumed.",
       .slot = [](Settings& s) -> Slot { return &s.fraud.rates_file; },
       .shape = Shape::absolute_path},
      {.name = "fraud.timezone",
       .meaning = "The time zone of office hours (\"Europe/Berlin\", \"+0900\").",
       .reason = "Empty: this machine's.",
       .slot = [](Settings& s) -> Slot { return &s.fraud.timezone; },
       .shape = Shape::time_zone},
  };
  return kKeys;
}

}  // namespace denwaban::settings
