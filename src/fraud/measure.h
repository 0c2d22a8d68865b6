// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "fraud/accounts.h"
#include "fraud/exchange.h"
#include "fraud/live_call.h"
#include "fraud/signals.h"

namespace denwaban::fraud {

// `account` has seen this call (`staked`, `dialled`, `live` hold it).
Signals measure(const LiveCall& call, const Account& account, const Exchange& exchange, const PlaceMemory& place,
                const LocalMoment& at, Time now);

}  // namespace denwaban::fraud
