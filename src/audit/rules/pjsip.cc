// SPDX-License-Identifier: GPL-3.0-or-later
// DWB-PJS: chan_pjsip.
#include "audit/catalogue.h"
#include "audit/rules/pjsip/checks.h"

namespace denwaban::audit {
namespace {

using enum Severity;

constexpr std::string_view kModule = "chan_pjsip";
constexpr std::string_view kJ = "JPCERT-AT-2010-0032";
constexpr std::string_view kJN2 = "JPCERT-AT-2010-0032, NPA-2016-03-10";
constexpr std::string_view kN2 = "NPA-2016-03-10";
constexpr std::string_view kSource = "Asterisk res/res_pjsip";
constexpr std::string_view kSample = "Asterisk pjsip.conf.sample";

constexpr Rule kRules[] = {
    {"DWB-PJS-001", critical, kModule,
     "JPCERT-AT-2010-0032, Asterisk res/res_pjsip_endpoint_identifier_anonymous.c", pjs::anonymous_endpoint},
    {"DWB-PJS-002", high, kModule, "Asterisk res/res_pjsip_endpoint_identifier_user.c",
     pjs::endpoint_without_auth},
    {"DWB-PJS-003", critical, kModule, kJN2, pjs::weak_password},
    {"DWB-PJS-004", critical, kModule, "Asterisk README-SERIOUSLY", pjs::password_is_name},
    {"DWB-PJS-005", low, kModule, kJ, pjs::numeric_name},
    {"DWB-PJS-006", high, kModule, "Asterisk res/res_pjsip_registrar.c", pjs::open_registration},
    {"DWB-PJS-007", high, kModule, "Asterisk res/res_pjsip_endpoint_identifier_ip.c",
     pjs::identified_too_widely},
    {"DWB-PJS-008", high, kModule, "Asterisk res/res_pjsip_endpoint_identifier_ip.c",
     pjs::identified_by_header},
    {"DWB-PJS-009", medium, kModule, kJ, pjs::no_access_list},
    {"DWB-PJS-010", high, kModule, "JPCERT-AT-2010-0032, Asterisk main/acl.c",
     pjs::access_list_without_effect},
    {"DWB-PJS-011", high, kModule, "Asterisk res/res_pjsip_acl.c", pjs::access_lists_not_loaded},
    {"DWB-PJS-012", critical, kModule, "Asterisk res/res_pjsip.c", pjs::authenticator_not_loaded},
    {"DWB-PJS-013", medium, kModule, kSample, pjs::context_missing},
    {"DWB-PJS-014", low, kModule, kSource, pjs::transfers_by_trunks},
    {"DWB-PJS-015", info, kModule, kSource, pjs::redirected_locally},
    {"DWB-PJS-016", medium, kModule, kSample, pjs::caller_id_believed},
    {"DWB-PJS-017", info, kModule, kSample, pjs::md5_only},
    {"DWB-PJS-018", info, kModule, kN2, pjs::server_named},
    {"DWB-PJS-019", low, kModule, kSample, pjs::old_tls},
    {"DWB-PJS-020", low, kModule, kSample, pjs::sound_in_clear},
    {"DWB-PJS-021", medium, kModule, kSource, pjs::name_of_nothing},
    {"DWB-PJS-022", medium, kModule, kJ, pjs::shared_auth},
    {"DWB-PJS-023", low, kModule, kSample, pjs::scans_unseen},
    {"DWB-PJS-024", info, kModule, kN2, pjs::options_of_strangers},
    {"DWB-PJS-025", low, kModule, kSample, pjs::many_contacts},
    {"DWB-PJS-026", low, kModule, "Asterisk res/res_sorcery_config.c", pjs::defined_twice},
    {"DWB-PJS-027", medium, kModule, "Asterisk res/res_pjsip_endpoint_identifier_ip.c",
     pjs::identify_without_effect},
    {"DWB-PJS-028", medium, kModule, kSample, pjs::messages_of_strangers},
    {"DWB-PJS-029", low, kModule, kJ, pjs::auth_for_both_ways},
    {"DWB-PJS-030", critical, kModule, "JPCERT-AT-2010-0032, Asterisk res/res_pjsip/config_auth.c",
     pjs::empty_password},
    {"DWB-PJS-031", low, kModule, kSource, pjs::port_of_both_drivers},
};

}  // namespace

std::span<const Rule> pjsip_rules() { return kRules; }

}  // namespace denwaban::audit
