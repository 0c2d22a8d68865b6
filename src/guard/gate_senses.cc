// SPDX-License-Identifier: GPL-3.0-or-later
// What the gate asks of the rest of the guard.
#include "guard/running.h"

namespace denwaban::guard {

serve::GateSenses Guard::gate_senses() {
  serve::GateSenses senses;
  senses.weigh = [this](const Call& call, Time now) { return fraud_.live().detectors().weigh(call, now); };
  senses.locked = [this](std::string_view account, Time now) { return fraud_.live().locks().locked(account, now) != nullptr; };
  senses.closed = [this](std::string_view trunk, std::string_view place, Time now) {
    return fraud_.live().locks().closed(trunk, place, now) != nullptr;
  };
  senses.watching = [this] { return fraud_.live().watches_only() || settings_.fraud.act != "act"; };
  senses.resolve = [this](Decision decision) { fraud_.live().resolve({std::move(decision)}); };
  return senses;
}

}  // namespace denwaban::guard
