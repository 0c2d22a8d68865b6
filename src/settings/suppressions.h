// SPDX-License-Identifier: GPL-3.0-or-later
// The file of accepted findings, in TOML:
//
//   [[suppress]]
//   rule = "DWB-SIP-021"
//   object = "[general]"     # only this object
//   file = "sip.conf"        # only in this file
//   reason = "the carrier calls in at this port"
//   expires = 2027-01-31     # the last day it holds
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "audit/suppression.h"
#include "base/result.h"

namespace denwaban::settings {

inline constexpr size_t kSuppressionsMax = 1'000;

// Rules that are not among `rules`, an unknown key, a missing reason and a day that the calendar does not
// have are Error{input}: "NAME:LINE:COLUMN: ..." with the nearest known word.
Result<std::vector<audit::Suppression>> read_suppressions(std::string_view text, std::string_view name,
                                                          std::span<const std::string_view> rules);

}  // namespace denwaban::settings
