// SPDX-License-Identifier: GPL-3.0-or-later
// Decisions and findings as bytes. The bytes of version 1 stay readable for ever; what changes gets a new
// number.
#pragma once

#include <optional>
#include <string_view>

#include "base/bytes.h"
#include "model/decision.h"
#include "model/finding.h"

namespace denwaban::store {

inline constexpr uint8_t kCodecVersion = 1;

void encode(ByteWriter& out, const Decision& decision);
void encode(ByteWriter& out, const Finding& finding);

// nullopt: damaged, or it says something that this version does not know.
std::optional<Decision> decode_decision(std::string_view bytes);
std::optional<Finding> decode_finding(std::string_view bytes);

}  // namespace denwaban::store
