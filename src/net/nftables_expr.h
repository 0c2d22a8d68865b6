// SPDX-License-Identifier: GPL-3.0-or-later
// Expressions that sets and rules are made of. Internal to the nftables client.
#pragma once

#include <cstdint>

struct nftnl_expr;

namespace denwaban::net {

// "limit rate over N/second burst M packets". The caller owns it until a set takes it.
// Matches what comes faster than this after a burst; `within`: what does not.
nftnl_expr* limit_expr(uint32_t packets_per_second, uint32_t burst, bool within = false);

}  // namespace denwaban::net
