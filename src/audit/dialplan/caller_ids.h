// SPDX-License-Identifier: GPL-3.0-or-later
// Whether callers may write their own caller ID. An account's own number goes before what its device says, unless it is trusted
// (res_pjsip.c, ast_sip_set_id_from_invite; chan_sip.c, check_peer_ok; chan_iax2.c, check_access).
#pragma once

#include "audit/dialplan/outline.h"

namespace denwaban::audit {

// False: all accounts whose calls may get to that line have a number of their own, and nobody else gets there.
bool callers_choose_their_id(const Estate& estate, const Outline& outline, const PlanLine& line);

}  // namespace denwaban::audit
