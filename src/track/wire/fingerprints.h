// SPDX-License-Identifier: GPL-3.0-or-later
// Which known tool a request gives away (parse/attack_tools.h). A hint, never a proof.
#pragma once

#include <string_view>

#include "parse/attack_tools.h"
#include "parse/sip_message.h"

namespace denwaban::track::wire {

// The tool whose mark the request shows; nullptr for none.
const parse::AttackTool* find_fingerprint(const parse::SipMessage& request);
const parse::AttackTool* find_http_fingerprint(std::string_view user_agent);

}  // namespace denwaban::track::wire
