// SPDX-License-Identifier: GPL-3.0-or-later
// The topics of each language's catalogue, one file each.
#pragma once

#include <span>

#include "text/message.h"

namespace denwaban::text {

std::span<const Row> english_findings();
std::span<const Row> english_decisions();
std::span<const Row> english_units();
std::span<const Row> english_status();
std::span<const Row> english_observe();
std::span<const Row> english_captures();
std::span<const Row> english_countries();
std::span<const Row> english_rules_files();
std::span<const Row> english_rules_chan_sip();
std::span<const Row> english_rules_pjsip();
std::span<const Row> english_rules_iax();
std::span<const Row> english_rules_management();
std::span<const Row> english_rules_system();
std::span<const Row> english_rules_users();
std::span<const Row> english_rules_voicemail();
std::span<const Row> english_rules_dialplan();
std::span<const Row> english_rules_freepbx();
std::span<const Row> english_rules_host();
std::span<const Row> english_rules_toll_paths();
std::span<const Row> english_audit();
std::span<const Row> english_secrets();
std::span<const Row> english_fraud();
std::span<const Row> english_rates();
std::span<const Row> english_bills();
std::span<const Row> english_records();
std::span<const Row> english_gate();
std::span<const Row> english_notify();

}  // namespace denwaban::text
