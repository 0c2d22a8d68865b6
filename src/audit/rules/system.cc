// SPDX-License-Identifier: GPL-3.0-or-later
// DWB-AST, DWB-MOD, DWB-LOG, DWB-RTP, DWB-CDR: the exchange as a whole.
#include "audit/catalogue.h"
#include "audit/rules/system/checks.h"

namespace denwaban::audit {
namespace {

constexpr Rule kRules[] = {
    {"DWB-AST-001", Severity::medium, "", "JPCERT-AT-2010-0032, Q&A secure an Asterisk server", system::runs_as_root},
    {"DWB-AST-002", Severity::high, "", "README-SERIOUSLY.bestpractices", system::live_dangerously},
    {"DWB-AST-003", Severity::medium, "", "asterisk.conf.sample", system::runs_includes},
    {"DWB-AST-004", Severity::low, "", "Q&A secure an Asterisk server", system::no_limits},
    {"DWB-AST-005", Severity::medium, "", "JPCERT-AT-2010-0032", system::control_socket},
    {"DWB-AST-006", Severity::info, "", "asterisk.conf.sample", system::hides_itself},
    {"DWB-MOD-001", Severity::low, "", "Q&A secure an Asterisk server", system::unused_network_modules},
    {"DWB-MOD-002", Severity::critical, "", "modules.conf.sample", system::missing_modules},
    {"DWB-MOD-003", Severity::medium, "", "pbx/pbx_spool.c", system::call_files},
    {"DWB-MOD-004", Severity::medium, "", "UPGRADE.txt of 21", system::no_macro},
    {"DWB-LOG-001", Severity::medium, "", "JPCERT-AT-2010-0032, Q&A secure an Asterisk server", system::no_security_log},
    {"DWB-LOG-002", Severity::medium, "", "JPCERT-AT-2010-0032, Sinologic", system::no_notices},
    {"DWB-LOG-003", Severity::low, "", "JPCERT-AT-2010-0032", system::console_only},
    {"DWB-LOG-004", Severity::low, "", "JPCERT-AT-2010-0032", system::chatter},
    {"DWB-LOG-005", Severity::info, "", "Q&A secure an Asterisk server", system::unusual_dates},
    {"DWB-RTP-001", Severity::medium, "res_rtp_asterisk", "rtp.conf.sample", system::media_of_anybody},
    {"DWB-RTP-002", Severity::low, "res_rtp_asterisk", "JPCERT-AT-2010-0032, Q&A secure an Asterisk server", system::wide_range},
    {"DWB-RTP-003", Severity::info, "res_rtp_asterisk", "rtp.conf.sample", system::media_details},
    {"DWB-CDR-001", Severity::medium, "", "JPCERT-AT-2010-0032", system::no_call_records},
    {"DWB-CDR-002", Severity::low, "", "JPCERT-AT-2010-0032", system::unanswered_calls},
    {"DWB-CDR-003", Severity::low, "", "JPCERT-AT-2010-0032", system::records_may_be_lost},
};

}  // namespace

std::span<const Rule> system_rules() { return kRules; }

}  // namespace denwaban::audit
