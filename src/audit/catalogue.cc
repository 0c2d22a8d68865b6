// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/catalogue.h"

namespace denwaban::audit {

std::vector<std::span<const Rule>> catalogue() {
  return {file_rules(),        chan_sip_rules(), pjsip_rules(),   iax_rules(),       manager_rules(),
          http_rules(),        system_rules(),   access_list_rules(), feature_rules(), users_rules(),
          voicemail_rules(),   dialplan_rules(), freepbx_rules(), host_rules(),      toll_path_rules()};
}

const Rule* find_rule(std::string_view id) {
  for (std::span<const Rule> family : catalogue())
    for (const Rule& rule : family)
      if (rule.id == id) return &rule;
  return nullptr;
}

}  // namespace denwaban::audit
