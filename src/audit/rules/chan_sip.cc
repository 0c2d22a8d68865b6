// SPDX-License-Identifier: GPL-3.0-or-later
// DWB-SIP: chan_sip.
#include "audit/catalogue.h"
#include "audit/rules/chan_sip/checks.h"

namespace denwaban::audit {
namespace {

using enum Severity;

constexpr std::string_view kModule = "chan_sip";
constexpr std::string_view kJ = "JPCERT-AT-2010-0032";
constexpr std::string_view kJQ = "JPCERT-AT-2010-0032, Q&A secure an Asterisk server";
constexpr std::string_view kJN2 = "JPCERT-AT-2010-0032, NPA-2016-03-10";
constexpr std::string_view kN2 = "NPA-2016-03-10";
constexpr std::string_view kQ = "Q&A secure an Asterisk server";
constexpr std::string_view kSample = "Asterisk sip.conf.sample";
constexpr std::string_view kSource = "Asterisk channels/chan_sip.c";
constexpr std::string_view kSerious = "Asterisk README-SERIOUSLY";

constexpr Rule kRules[] = {
    {"DWB-SIP-001", critical, kModule, "JPCERT-AT-2010-0032, Q&A secure an Asterisk server, Sinologic",
     sip::guests_allowed},
    {"DWB-SIP-002", critical, kModule, "Sinologic", sip::guest_contexts},
    {"DWB-SIP-003", high, kModule, "JPCERT-AT-2010-0032, Q&A secure an Asterisk server, Sinologic",
     sip::names_told_by_answers},
    {"DWB-SIP-004", critical, kModule, kQ, sip::no_password},
    {"DWB-SIP-005", critical, kModule, kJN2, sip::weak_password},
    {"DWB-SIP-006", medium, kModule, kJ, sip::shared_password},
    {"DWB-SIP-007", low, kModule,
     "JPCERT-AT-2010-0032, Q&A secure an Asterisk server, Asterisk README-SERIOUSLY", sip::numeric_name},
    {"DWB-SIP-008", critical, kModule, kSource, sip::insecure_devices},
    {"DWB-SIP-009", medium, kModule, kSource, sip::insecure_trunks},
    {"DWB-SIP-010", high, kModule, kJQ, sip::no_access_list},
    {"DWB-SIP-011", high, kModule, "JPCERT-AT-2010-0032, Asterisk main/acl.c",
     sip::access_list_without_effect},
    {"DWB-SIP-012", medium, kModule, "Asterisk main/acl.c", sip::ipv6_without_access_list},
    {"DWB-SIP-013", low, kModule, kJ, sip::domains_do_not_keep_calls_out},
    {"DWB-SIP-014", critical, kModule, kSample, sip::peers_made_by_anybody},
    {"DWB-SIP-015", low, kModule, kSample, sip::transfers_by_trunks},
    {"DWB-SIP-016", medium, kModule, kSample, sip::redirected_anywhere},
    {"DWB-SIP-017", low, kModule, kSample, sip::user_of_another_name},
    {"DWB-SIP-018", low, kModule, kSource, sip::trunk_found_by_name},
    {"DWB-SIP-019", medium, kModule, kSample, sip::caller_id_believed},
    {"DWB-SIP-020", low, kModule, kJ, sip::bound_to_all},
    {"DWB-SIP-021", info, kModule, kN2, sip::port_moved},
    {"DWB-SIP-022", low, kModule, kSample, sip::no_encryption},
    {"DWB-SIP-023", info, kModule, kN2, sip::server_named},
    {"DWB-SIP-024", info, kModule, kN2, sip::options_unanswered_for},
    {"DWB-SIP-025", high, kModule, kSample, sip::messages_of_strangers},
    {"DWB-SIP-026", low, kModule, kSample, sip::hints_shown},
    {"DWB-SIP-027", low, kModule, kQ, sip::calls_unlimited},
    {"DWB-SIP-028", low, kModule, kSample, sip::dead_calls_stay},
    {"DWB-SIP-029", low, kModule, kJ, sip::unused_device},
    {"DWB-SIP-030", low, kModule, kSample, sip::register_anywhere},
    {"DWB-SIP-031", info, kModule, "Asterisk CHANGES 17 and 21", sip::driver_outdated},
    {"DWB-SIP-032", medium, kModule, "AST-2011-013", sip::nat_differs},
    {"DWB-SIP-033", info, kModule, kSerious, sip::password_in_clear},
    {"DWB-SIP-034", low, kModule, kSample, sip::extensions_by_registering},
    {"DWB-SIP-035", low, kModule, kSample, sip::password_in_register_line},
};

}  // namespace

std::span<const Rule> chan_sip_rules() { return kRules; }

}  // namespace denwaban::audit
