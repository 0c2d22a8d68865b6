// SPDX-License-Identifier: GPL-3.0-or-later
// Which devices that a line calls stand for the public network: how rules tell a trunk from a telephone without following calls.
#pragma once

#include <string>
#include <string_view>

#include "audit/dialplan/arguments.h"
#include "audit/estate.h"

namespace denwaban::audit {

// A box that turns a call into one of the telephone network, by its name; adapters with a line go by their models.
bool sounds_like_gateway(std::string_view peer);

// Globals put in for their ${NAME}, as far as they are constant.
std::string with_globals(const Estate& estate, std::string_view text);

// A leg of Dial that leaves the exchange: a line group, a line to the public network, or a peer that is given a number.
bool leaves_exchange(const Estate& estate, const DialLeg& leg);

// The first leg of a Dial line that does; empty: none, or no Dial.
std::string outside_leg(const Estate& estate, std::string_view app, std::string_view arguments);

}  // namespace denwaban::audit
