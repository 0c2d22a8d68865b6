// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of the schema, one file a topic.
#pragma once

#include <span>

#include "settings/schema.h"

namespace denwaban::settings {

std::span<const Key> pbx_keys();
std::span<const Key> detect_keys();
std::span<const Key> auth_guessing_keys();
std::span<const Key> account_guessing_keys();
std::span<const Key> account_takeover_keys();
std::span<const Key> management_guessing_keys();
std::span<const Key> management_abuse_keys();
std::span<const Key> account_enumeration_keys();
std::span<const Key> dial_probe_keys();
std::span<const Key> scanner_keys();
std::span<const Key> malformed_keys();
std::span<const Key> forgery_keys();
std::span<const Key> flood_keys();
std::span<const Key> campaign_keys();
std::span<const Key> shared_front_keys();
std::span<const Key> telling_keys();
std::span<const Key> limits_keys();
std::span<const Key> knowledge_keys();
std::span<const Key> policy_keys();
std::span<const Key> tracker_keys();
std::span<const Key> trust_keys();
std::span<const Key> firewall_keys();
std::span<const Key> wire_keys();
std::span<const Key> ami_keys();
std::span<const Key> ami_acting_keys();
std::span<const Key> journal_keys();
std::span<const Key> syslog_keys();
std::span<const Key> store_keys();
std::span<const Key> control_keys();
std::span<const Key> log_keys();
std::span<const Key> numbering_keys();
std::span<const Key> fraud_keys();
std::span<const Key> fraud_limit_keys();
std::span<const Key> fraud_list_keys();
std::span<const Key> cdr_keys();
std::span<const Key> gate_keys();
std::span<const Key> notify_keys();

}  // namespace denwaban::settings
