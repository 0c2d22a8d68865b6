// SPDX-License-Identifier: GPL-3.0-or-later
// Which protocol is spoken at which port of this exchange.
#pragma once

#include "pbx/exchange.h"
#include "track/wire_tracker.h"

namespace denwaban::guard {

// Sets the ports of `options` to those where the exchange listens. A service of which no listener is known
// keeps its usual ports. Pure.
void name_services(const pbx::Exchange& exchange, track::WireOptions& options);

}  // namespace denwaban::guard
