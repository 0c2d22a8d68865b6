// SPDX-License-Identifier: GPL-3.0-or-later
// Findings of the audit and ways to a trunk in words; whatever names a configuration chose, the result is
// printable.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/config_finding.h"
#include "model/toll_path.h"
#include "report/audit/review.h"

namespace denwaban::report {

std::string title_of(const ConfigFinding& finding);
std::string why_of(const ConfigFinding& finding);
// Of the rule, one each: "JPCERT-AT-2010-0032", "NPA-2016-03-10".
std::vector<std::string_view> sources_of(std::string_view rule);

// The rule's sentences where no finding fills them: an argument becomes "…", optional parts are left out.
std::string general_title(std::string_view rule);
std::string general_why(std::string_view rule);

// "sip.conf:12", "sip.conf" without a line.
std::string place_text(const SourceLine& place);
// "any stranger (SIP), context public".
std::string entry_text(const TollEntry& entry);
// Of several of one kind in one context: "SIP user 11, 31 and 147 others".
std::string entries_text(const TollEntry& first, const std::vector<std::string>& names);
// "00X. 9NXXXXXX, for example 0012025550100: reachable, no gate".
std::string verdict_text(const TollPath& path);
// What to dial, what to enter then, and what the trunk gets for it; empty where there is no way.
std::string dialled_text(const TollPath& path);
// Where no way to a trunk is to be shown: whether that says that there is none.
std::string no_ways_text(const Review& review);

// The bounds that ways to trunks came to; others cut rules short.
std::vector<std::string> bounds_of_ways(const Review& review);

// What the ways that are told leave out, or rest on: files that Asterisk refuses, includes that are not there, databases.
std::vector<std::string> reservations(const Review& review);

}  // namespace denwaban::report
