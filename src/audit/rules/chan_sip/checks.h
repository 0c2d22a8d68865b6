// SPDX-License-Identifier: GPL-3.0-or-later
// The checks of DWB-SIP, by what they are about; the table is in rules/chan_sip.cc.
#pragma once

#include "audit/rule.h"

namespace denwaban::audit::sip {

// strangers.cc
void guests_allowed(Check& check);
void guest_contexts(Check& check);
void domains_do_not_keep_calls_out(Check& check);
void peers_made_by_anybody(Check& check);
void options_unanswered_for(Check& check);
void messages_of_strangers(Check& check);
void hints_shown(Check& check);

// passwords.cc
void names_told_by_answers(Check& check);
void no_password(Check& check);
void weak_password(Check& check);
void shared_password(Check& check);
void numeric_name(Check& check);
void user_of_another_name(Check& check);
void password_in_clear(Check& check);
void password_in_register_line(Check& check);

// trust.cc
void insecure_devices(Check& check);
void insecure_trunks(Check& check);
void transfers_by_trunks(Check& check);
void redirected_anywhere(Check& check);
void trunk_found_by_name(Check& check);
void caller_id_believed(Check& check);
void register_anywhere(Check& check);
void extensions_by_registering(Check& check);

// access.cc
void no_access_list(Check& check);
void access_list_without_effect(Check& check);
void ipv6_without_access_list(Check& check);
void bound_to_all(Check& check);
void port_moved(Check& check);
void nat_differs(Check& check);

// habits.cc
void no_encryption(Check& check);
void server_named(Check& check);
void calls_unlimited(Check& check);
void dead_calls_stay(Check& check);
void unused_device(Check& check);
void driver_outdated(Check& check);

}  // namespace denwaban::audit::sip
