// SPDX-License-Identifier: GPL-3.0-or-later
// All rules, family by family: what the audit consists of can be read here.
#pragma once

#include <span>
#include <vector>

#include "audit/rule.h"

namespace denwaban::audit {

std::span<const Rule> file_rules();        // DWB-CFG
std::span<const Rule> chan_sip_rules();    // DWB-SIP
std::span<const Rule> pjsip_rules();       // DWB-PJS
std::span<const Rule> iax_rules();         // DWB-IAX
std::span<const Rule> manager_rules();     // DWB-AMI
std::span<const Rule> http_rules();        // DWB-HTTP
std::span<const Rule> system_rules();      // DWB-AST, MOD, LOG, RTP, CDR
std::span<const Rule> access_list_rules(); // DWB-ACL
std::span<const Rule> feature_rules();     // DWB-FEAT
std::span<const Rule> users_rules();       // DWB-USR
std::span<const Rule> voicemail_rules();   // DWB-VM
std::span<const Rule> dialplan_rules();    // DWB-DP
std::span<const Rule> freepbx_rules();     // DWB-FPX
std::span<const Rule> host_rules();        // DWB-HOST
std::span<const Rule> toll_path_rules();   // DWB-TP

std::vector<std::span<const Rule>> catalogue();
const Rule* find_rule(std::string_view id);

}  // namespace denwaban::audit
