// SPDX-License-Identifier: GPL-3.0-or-later
// What is wrong with the access list of an object, as a finding of the rule that asks.
#pragma once

#include "audit/access_list.h"
#include "audit/rule.h"

namespace denwaban::audit {

// Null: nothing is wrong with it. Facts: `fault`, in words.
ConfigFinding* report_fault(Check& check, const Object& object, const AccessList& list);

// "no line denies, so that those are let in, too, whom none names".
std::string fault_words(AccessFault fault);

}  // namespace denwaban::audit
