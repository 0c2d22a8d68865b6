// SPDX-License-Identifier: GPL-3.0-or-later
#include "guard/reload.h"

#include <variant>

#include "base/check.h"
#include "settings/schema.h"

namespace denwaban::guard {
namespace {

constexpr std::string_view kAtStart[] = {
    "policy.dry_run",         "firewall.backend",     "store.path",    "store.retention", "control.socket",
    "store.ledger_bytes_max", "store.durable_within", "syslog.socket", "syslog.group",    "syslog.listen",
    "syslog.beyond_loopback",
};

}  // namespace

std::vector<std::string_view> keep_until_restart(const settings::Settings& running,
                                                 settings::Settings& fresh) {
  std::vector<std::string_view> kept;
  settings::Settings from = running;
  for (std::string_view name : kAtStart) {
    const settings::Key* key = settings::find_key(name);
    DENWABAN_CHECK(key != nullptr);
    settings::Slot old_slot = key->slot(from), new_slot = key->slot(fresh);
    if (settings::value_text(old_slot) == settings::value_text(new_slot)) continue;
    kept.push_back(name);
    std::visit([&](auto* place) { *place = *std::get<decltype(place)>(old_slot); }, new_slot);
  }
  return kept;
}

}  // namespace denwaban::guard
