// SPDX-License-Identifier: GPL-3.0-or-later
// Notices in words, of what was found and what was decided about it. What attackers chose (names, numbers) is
// printable and cut before it gets here or on its way.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "model/decision.h"
#include "model/finding.h"
#include "model/fraud_finding.h"
#include "notify/notice.h"

namespace denwaban::notify {

// Nothing: of these decisions nobody has to be told. `record`: the finding's JSON.
std::optional<Notice> compose(const FraudFinding& finding, std::span<const Decision> decisions,
                              std::string record, Time now);
std::optional<Notice> compose(const Finding& finding, std::span<const Decision> decisions, std::string record,
                              Time now);
// What `denwaban notify test` sends.
Notice trial(Time now);

}  // namespace denwaban::notify
