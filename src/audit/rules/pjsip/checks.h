// SPDX-License-Identifier: GPL-3.0-or-later
// The checks of DWB-PJS, by what they are about; the table is in rules/pjsip.cc.
#pragma once

#include "audit/rule.h"

namespace denwaban::audit::pjs {

// strangers.cc
void anonymous_endpoint(Check& check);
void endpoint_without_auth(Check& check);
void open_registration(Check& check);
void identified_too_widely(Check& check);
void identified_by_header(Check& check);
void identify_without_effect(Check& check);
void messages_of_strangers(Check& check);
void options_of_strangers(Check& check);
void context_missing(Check& check);

// passwords.cc
void weak_password(Check& check);
void password_is_name(Check& check);
void numeric_name(Check& check);
void shared_auth(Check& check);
void auth_for_both_ways(Check& check);
void empty_password(Check& check);
void md5_only(Check& check);

// access.cc
void no_access_list(Check& check);
void access_list_without_effect(Check& check);
void access_lists_not_loaded(Check& check);
void authenticator_not_loaded(Check& check);

// calls.cc
void transfers_by_trunks(Check& check);
void redirected_locally(Check& check);
void caller_id_believed(Check& check);
void old_tls(Check& check);
void sound_in_clear(Check& check);

// files.cc
void name_of_nothing(Check& check);
void server_named(Check& check);
void scans_unseen(Check& check);
void many_contacts(Check& check);
void defined_twice(Check& check);
void port_of_both_drivers(Check& check);

}  // namespace denwaban::audit::pjs
