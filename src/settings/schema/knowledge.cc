// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/schema/rows.h"

namespace denwaban::settings {

std::span<const Key> knowledge_keys() {
  static constexpr Key kKeys[] = {
      {.name = "knowledge.country",
       .meaning = "A file in MaxMind's format that tells the country of an address (country_code, or "
                  "country.iso_code).",
       .reason =
           "Empty: country.mmdb is looked for in the store's folder knowledge, in /usr/share/denwaban and in "
           "~/.cache/denwaban/knowledge, where script/knowledge puts it. Without one countries are unknown.",
       .slot = [](Settings& s) -> Slot { return &s.knowledge.country; },
       .shape = Shape::absolute_path},
      {.name = "knowledge.network",
       .meaning =
           "A file in MaxMind's format that tells the network of an address (autonomous_system_number, "
           "autonomous_system_organization).",
       .reason = "Empty: network.mmdb is looked for in the same folders.",
       .slot = [](Settings& s) -> Slot { return &s.knowledge.network; },
       .shape = Shape::absolute_path},
  };
  return kKeys;
}

}  // namespace denwaban::settings
